import { type Context, Hono } from 'hono';
import { currentUser } from '../../../modules/access/index.js';
import {
  endPairing,
  identityProviderErrors as errors,
  otherMeans,
  pairingsOf,
} from '../../../modules/identity-provider/index.js';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { dropCookie, putSealedCookie, readSealedCookie } from '../../../platform/http/cookies.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { openedBy, signedInByPsc } from '../../signed-in-by-psc.js';
import { AppPage, ConfirmPage, KeyPage } from './add-pages.js';
import { MeansPage } from './pages.js';
import { isEnd } from './words.js';

type C = Context<Env>;

const HOME = '/portail-psc/moyens';
/** What waits for an answer: the challenge of a key, or the secret of an application. */
const DRAFT = 'psc_moyen';
const DRAFT_SECONDS = 600;

/** The means that a professional adds by himself: security keys, codes, accounts of establishments. */
export function meansPortal(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(...signedInByPsc(HOME))
    .get('/', show)
    .get('/cle', (c) => askKey(c, app))
    .post('/cle', (c) => bind(c, app))
    .get('/application', (c) => askApp(c, app))
    .post('/application', (c) => enableApp(c, app))
    .post('/sms', enableSms)
    .get('/retirer', confirmEnd)
    .post('/retirer', end);
}

async function holder(c: C): Promise<otherMeans.Holder> {
  const person = await otherMeans.holderOf(c.get('ctx'), currentUser(c)?.idNat ?? '');
  if (!person) throw errors.unknownPerson();
  return person;
}

async function held(c: C, person: otherMeans.Holder) {
  const ctx = c.get('ctx');
  const keys = await otherMeans.securityKeysOf(ctx, person.accountId);
  const codes = await otherMeans.codeMeansOf(ctx, person.accountId);
  return { keys, codes, pairings: await pairingsOf(ctx, person.accountId) };
}

async function show(c: C) {
  const person = await holder(c);
  const page = { person, ...(await held(c, person)) };
  return c.html(<MeansPage c={c} {...page} />);
}

async function askKey(c: C, app: App, fault?: string) {
  const options = await otherMeans.keyOptions(c.get('ctx'), await holder(c));
  keep(c, app, { challenge: options.challenge });
  return c.html(<KeyPage c={c} options={options} fault={fault} />, fault ? 422 : 200);
}

async function bind(c: C, app: App) {
  const { answer = '', name = '' } = await formFields(c);
  const { challenge } = draft(c, app);
  if (!challenge) return askKey(c, app);
  return orAgain(
    async () => {
      const given = { answer, name, challenge, signedInBy: await openedBy(c) };
      await otherMeans.bindKey(c.get('ctx'), await holder(c), given);
      return done(c, app, 'cle');
    },
    (message) => askKey(c, app, message),
  );
}

async function askApp(c: C, app: App, fault?: string) {
  const person = await holder(c);
  const shown = otherMeans.newSecret(person);
  keep(c, app, { secret: shown.secret });
  return c.html(<AppPage c={c} shown={shown} fault={fault} />, fault ? 422 : 200);
}

async function enableApp(c: C, app: App) {
  const { code = '' } = await formFields(c);
  const { secret } = draft(c, app);
  if (!secret) return askApp(c, app);
  return orAgain(
    async () => {
      const given = { secret, code: code.replaceAll(/\s/g, ''), signedInBy: await openedBy(c) };
      await otherMeans.enableTotp(c.get('ctx'), await holder(c), given);
      return done(c, app, 'application');
    },
    (message) => askApp(c, app, `${message} Un nouveau secret a été tiré : enregistrez-le d’abord.`),
  );
}

async function enableSms(c: C) {
  await otherMeans.enableSms(c.get('ctx'), await holder(c), await openedBy(c));
  return c.redirect(`${HOME}?fait=sms`, 303);
}

/** What is ended, as the forms name it: `cle:<id>`, `code:TOTP`, `appairage:<id>`. */
async function confirmEnd(c: C) {
  const what = c.req.query('quoi') ?? '';
  if (!isEnd(what)) return c.redirect(HOME, 303);
  return c.html(<ConfirmPage c={c} what={what} />);
}

async function end(c: C) {
  const ctx = c.get('ctx');
  const { quoi = '' } = await formFields(c);
  const person = await holder(c);
  const [kind = '', ...rest] = quoi.split(':');
  const id = rest.join(':');
  if (kind === 'cle') await otherMeans.endKey(ctx, person, id);
  if (quoi === 'code:TOTP' || quoi === 'code:SMS')
    await otherMeans.disableCode(ctx, person, id as otherMeans.CodeKind);
  if (kind === 'appairage') await endPairing(ctx, { id, accountId: person.accountId }, 'holder');
  return c.redirect(`${HOME}?fait=retire`, 303);
}

interface Draft {
  readonly challenge?: string;
  readonly secret?: string;
}

const keep = (c: C, app: App, value: Draft) =>
  putSealedCookie(
    c,
    app.config,
    DRAFT,
    { ...value, for: currentUser(c)?.idNat },
    { path: HOME, maxAgeSeconds: DRAFT_SECONDS },
  );

/** What was kept for this very person. */
function draft(c: C, app: App): Draft {
  const kept = (readSealedCookie(c, app.config, DRAFT) ?? {}) as Draft & { for?: string };
  return kept.for === currentUser(c)?.idNat ? kept : {};
}

function done(c: C, app: App, what: string) {
  dropCookie(c, app.config, DRAFT, HOME);
  return c.redirect(`${HOME}?fait=${what}`, 303);
}

async function orAgain(work: () => Promise<Response>, again: (message: string) => Promise<Response>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || ![409, 422].includes(error.status)) throw error;
    return again(error.message);
  }
}
