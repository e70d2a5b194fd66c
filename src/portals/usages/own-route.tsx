import type { Context } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { cards, ecps } from '../../modules/credentials/index.js';
import { entries } from '../../modules/directory/index.js';
import { meansOfCard, meansOfPsc, type UsageMeans, usageOn } from '../../modules/guidance/index.js';
import { mailboxesOf, nominativeRight, operators, qualitiesOf } from '../../modules/messaging/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import type { Env } from '../../platform/http/request.js';
import { type OwnMeans, OwnUsagesPage } from './own-page.js';

/** What the means of whoever is signed in open today. */
export async function ownUsages(c: Context<Env>) {
  const ctx = c.get('ctx');
  const idNat = currentUser(c)?.idNat ?? '';
  const on = today(ctx.clock);
  const person = (await entries(ctx, [idNat])).get(idNat)?.person;
  const right = nominativeRight(person && idNat.startsWith('8') ? qualitiesOf(person, on) : [], on);
  const page = { c, right, held: await heldMeans(ctx, idNat, on), mailboxes: await mailboxesOf(ctx, idNat) };
  const known = (await operators(ctx)).filter(({ contact }) => contact !== '');
  return c.html(<OwnUsagesPage {...page} operators={known} />);
}

async function heldMeans(ctx: Ctx, idNat: string, on: string): Promise<OwnMeans[]> {
  const usable = (await cards.usableCards(ctx, [idNat])).get(idNat) ?? [];
  const phone = (await ecps.meansOf(ctx, [idNat])).get(idNat);
  const held = (name: string, means: UsageMeans): OwnMeans => ({
    ...{ name, means },
    rows: usageOn(on).filter((row) => row.means === means),
  });
  return [
    ...usable.map(({ type, number, nominative }) => held(`${type} ${number}`, meansOfCard(type, nominative))),
    ...(phone ? [held('e-CPS', meansOfPsc(idNat))] : []),
  ];
}
