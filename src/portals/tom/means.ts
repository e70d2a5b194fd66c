import { cards, ecps, park } from '../../modules/credentials/index.js';
import { type PublicPerson, search } from '../../modules/directory/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { journal } from '../../platform/journal.js';
import { limit, sendCounted } from '../../platform/rate-limit.js';
import type { Unequipped } from './means-page.js';
import type { Own } from './own.js';
import { parkOf } from './park.js';

const PAGE = 100;
const MOST = 500;

/** How often somebody may be told of the e-CPS. */
const TIMES_A_DAY = 3;
const DAY_SECONDS = 86_400;

/** The published people who work in these structures and have neither a means of their own nor a card here. */
export async function unequipped(
  ctx: Ctx,
  { covered }: Own,
): Promise<{ people: Unequipped[]; total: number }> {
  const people = new Map<string, { person: PublicPerson; structureId: string }>();
  for (const { id } of covered)
    for (const person of await workingAt(ctx, id)) {
      // Whom only the structure numbers is there by a card of its own.
      if (/^[08]/.test(person.idNat)) people.set(person.idNat, { person, structureId: id });
    }
  const idNats = [...people.keys()];
  const [equipped, known] = [await ecps.withMeans(ctx, idNats), await cards.knownHolders(ctx, idNats)];
  const lines = await parkOf(ctx, covered);
  const inPark = (standing: readonly string[], name: string) =>
    lines.some((one) => standing.includes(one.standing) && one.name.toLowerCase() === name.toLowerCase());
  const day = today(ctx.clock);
  const found = [...people.values()].flatMap(({ person, structureId }) => {
    const [exercise] = person.exercises;
    const name = `${exercise?.name ?? ''} ${exercise?.givenName ?? ''}`.trim();
    if (!exercise || equipped.has(person.idNat) || inPark(['sent', 'active', 'blocked'], name)) return [];
    const facts = known.get(person.idNat) ?? [];
    return [
      {
        ...{ idNat: person.idNat, givenName: exercise.givenName, familyName: exercise.name, structureId },
        occupation: exercise.activities.find(({ role }) => role)?.role?.label ?? exercise.profession.label,
        card: facts.every((one) => cards.whoGetsWhich(one.facts, day).card === undefined),
        ordered: inPark(['under-way'], name),
      },
    ];
  });
  return { people: found, total: people.size };
}

async function workingAt(ctx: Ctx, structure: string): Promise<PublicPerson[]> {
  const all: PublicPerson[] = [];
  let cursor: string | undefined;
  do {
    const page = await search(ctx, { structure, tab: 'people', limit: PAGE, ...(cursor && { cursor }) });
    all.push(...page.people);
    cursor = page.next;
  } while (cursor !== undefined && all.length < MOST);
  return all;
}

const notHere = () =>
  new Refusal({
    code: 'tom.not-here',
    status: 404,
    message: 'Cette personne n’est pas de celles qui attendent un moyen ici.',
  });

async function person(ctx: Ctx, own: Own, idNat: string): Promise<Unequipped> {
  const found = (await unequipped(ctx, own)).people.find((one) => one.idNat === idNat);
  if (!found) throw notHere();
  return found;
}

/** Orders in one step the card of somebody of that list. @throws Refusal 404, and what the order refuses */
export async function orderFor(ctx: Ctx, own: Own, idNat: string): Promise<void> {
  const { structureId, givenName, familyName } = await person(ctx, own, idNat);
  const structure = own.covered.find(({ id }) => id === structureId);
  if (!structure) throw notHere();
  const asked = { structure, nominative: true, givenName, familyName, idNat, namesake: false };
  await park.orderStaffCard(ctx, { ...asked, by: own.by, via: 'tom' });
}

/**
 * Tells somebody of that list, at the mail that the register knows, how to activate an e-CPS; the address is shown to nobody.
 * Three times a day at most, of mails that leave. Journaled. @throws Refusal 404, 422 no mail is known, 429, 503 the mail does not leave
 */
export async function informOfEcps(ctx: Ctx, own: Own, idNat: string): Promise<void> {
  const { givenName, familyName } = await person(ctx, own, idNat);
  const [known] = (await cards.knownHolders(ctx, [idNat])).get(idNat) ?? [];
  const mail = known?.person.correspondence?.mail;
  if (!mail)
    throw new Refusal({
      code: 'tom.no-mail',
      status: 422,
      message:
        'Aucun courriel n’est connu pour cette personne : son autorité, ou votre gestionnaire RPPS+, l’ajoute.',
    });
  const counted = `ecps-information:${idNat}`;
  await limit(ctx, counted, TIMES_A_DAY, DAY_SECONDS);
  await sendCounted(ctx, counted, DAY_SECONDS, () =>
    ctx.mail.send(
      information(mail, `${givenName} ${familyName}`, own.covered[0]?.name ?? '', ctx.config.origin),
    ),
  );
  await journal(ctx, { act: 'tom.inform-of-ecps', subject: idNat, outcome: 'done' });
}

const information = (to: string, name: string, structure: string, origin: string) => ({
  to,
  subject: 'Votre moyen d’identification : l’e-CPS',
  text: `Bonjour ${name},

${structure} vous propose d’activer votre e-CPS : une application sur votre téléphone, gratuite, qui ouvre les services numériques en santé.

Commencez ici : ${origin}/portail-psc/activation

Ce message ne contient aucun code. Personne ne vous demandera les vôtres.
`,
});
