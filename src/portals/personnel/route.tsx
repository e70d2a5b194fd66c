import { type Context, Hono } from 'hono';
import { currentUser, requireRole } from '../../modules/access/index.js';
import { startOfDay } from '../../modules/authorities/index.js';
import { ecps } from '../../modules/credentials/index.js';
import { type Entry, entries, isInForce } from '../../modules/directory/index.js';
import { isStaffNumber } from '../../modules/nomenclatures/index.js';
import { coveredStructures } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { limit } from '../../platform/rate-limit.js';
import type { FieldError } from '../../ui/index.js';
import { type Line, ListPage, tooLong } from './list-page.js';
import { LONGEST_LIST, readList } from './read-list.js';
import { isHere, isHereDuring, type Period } from './situation-here.js';

type C = Context<Env>;

/** Lists that one manager may check in a quarter of an hour. */
const MOST = 30;
const SECONDS = 900;

/** What the manager of a structure may know of interim staff: a situation for the contract, and a means, yes or no. */
export function staffPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('manager'))
    .get('/', async (c) => {
      const day = today(c.get('ctx').clock);
      return c.html(<ListPage {...(await frame(c))} asked={{ numbers: '', from: day, to: day }} />);
    })
    .post('/', check);
}

const scopeOf = (c: C): string => currentUser(c)?.scope[0] ?? '';

async function frame(c: C) {
  const [structure] = await coveredStructures(c.get('ctx'), scopeOf(c));
  return { c, structure };
}

async function check(c: C) {
  const { numeros: numbers = '', du: from = '', au: to = '' } = await formFields(c);
  const asked = { numbers, from, to };
  const ctx = c.get('ctx');
  await limit(ctx, `personnel:${currentUser(c)?.accountId ?? ''}`, MOST, SECONDS);
  const { idNats, faults } = readList(numbers);
  const errors = faultsOf(asked, idNats, faults);
  if (errors.length > 0) return c.html(<ListPage {...(await frame(c))} {...{ asked, errors }} />, 422);
  const lines = await linesOf(ctx, scopeOf(c), idNats, { from, to });
  return c.html(<ListPage {...(await frame(c))} {...{ asked, lines }} />);
}

function faultsOf(
  { from, to }: Period,
  idNats: readonly string[],
  faults: ReturnType<typeof readList>['faults'],
): FieldError[] {
  const errors = faults.map(({ line, message }) => ({
    field: 'numeros',
    message: `Ligne ${line} : ${message}`,
  }));
  if (idNats.length === 0 && errors.length === 0)
    errors.push({ field: 'numeros', message: 'Donnez au moins un numéro.' });
  if (idNats.length > LONGEST_LIST) errors.push({ field: 'numeros', message: tooLong });
  if (!startOfDay(from)) errors.push({ field: 'du', message: 'Donnez le premier jour du contrat.' });
  if (!startOfDay(to) || to < from)
    errors.push({ field: 'au', message: 'Le dernier jour vient le premier jour ou après.' });
  return errors;
}

/** Whom another structure numbers itself is as unknown here as elsewhere: such numbers follow each other. */
async function linesOf(ctx: Ctx, scope: string, idNats: readonly string[], period: Period): Promise<Line[]> {
  const covered = new Set((await coveredStructures(ctx, scope)).map(({ id }) => id));
  const known = await entries(ctx, idNats);
  const isTold = ({ person }: Entry) =>
    isInForce(person, today(ctx.clock)) && (!isStaffNumber(person.idNat) || isHere(person, covered));
  const inForce = new Map([...known].filter(([, entry]) => isTold(entry)));
  const withMeans = await ecps.withMeans(ctx, [...inForce.keys()]);
  for (const subject of inForce.keys())
    await journal(ctx, {
      act: 'credentials.see-has-means',
      subject,
      outcome: 'done',
      data: { structure: scope },
    });
  return idNats.map((idNat) => {
    const entry = inForce.get(idNat);
    const [exercise] = entry?.person.exercises ?? [];
    return {
      idNat,
      name: exercise ? `${exercise.givenName} ${exercise.name}` : null,
      here: entry !== undefined && isHereDuring(entry.person, covered, period),
      hasMeans: withMeans.has(idNat),
    };
  });
}
