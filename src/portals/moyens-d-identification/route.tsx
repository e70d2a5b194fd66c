import { type Context, Hono } from 'hono';
import { startOfDay } from '../../modules/authorities/index.js';
import { catalogue } from '../../modules/credentials/index.js';
import type { App } from '../../platform/app.js';
import { today } from '../../platform/clock.js';
import type { Env } from '../../platform/http/request.js';
import { CataloguePage } from './catalogue-page.js';
import { EligiblePage } from './eligible-page.js';
import { GuidePage } from './guide-page.js';

type C = Context<Env>;

/** The catalogue of means, who is entitled to which card on which day, and a guide in three questions. For everybody. */
export function cataloguePortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => c.html(<CataloguePage c={c} />))
    .get('/guide', guide)
    .get('/eligibles', eligible);
}

const among = <T extends string>(list: readonly T[], text: string | undefined): T | undefined =>
  list.find((one) => one === text);

function guide(c: C) {
  const { qui, besoin, telephone, demande } = c.req.query();
  const [who, need] = [among(catalogue.WHO, qui), among(catalogue.NEEDS, besoin)];
  const phone = among(['oui', 'non'], telephone);
  const asked = who && need && phone ? { who, need, phone: phone === 'oui' } : undefined;
  const missing = [
    ...(who ? [] : [{ field: 'qui', message: 'Dites qui vous êtes.' }]),
    ...(need ? [] : [{ field: 'besoin', message: 'Dites ce que vous voulez faire.' }]),
    ...(phone ? [] : [{ field: 'telephone', message: 'Dites si un téléphone est possible.' }]),
  ];
  const errors = demande === undefined && !qui ? [] : missing;
  const advice = asked && catalogue.advise(asked);
  return c.html(
    <GuidePage {...{ c, advice, errors }} typed={{ qui, besoin, telephone }} />,
    errors.length > 0 ? 422 : 200,
  );
}

function eligible(c: C) {
  const now = today(c.get('ctx').clock);
  const typed = c.req.query('date') ?? now;
  const wrong = startOfDay(typed) === undefined;
  const day = wrong ? now : typed;
  return c.html(
    <EligiblePage {...{ c, day, typed, wrong }} list={catalogue.eligibleOn(day)} />,
    wrong ? 422 : 200,
  );
}
