import { cards, certificates } from '../modules/credentials/index.js';
import { type EntryPerson, entries, isInForce } from '../modules/directory/index.js';
import { profession } from '../modules/nomenclatures/index.js';
import type { Structure } from '../modules/structures/index.js';
import { today } from '../platform/clock.js';
import type { Ctx } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';
import { settled } from '../platform/jobs.js';

export interface SandboxCard {
  readonly number: string;
  readonly type: cards.CardType;
  /** Base64. */
  readonly pkcs12: string;
  /** The key to sign documents with; the same password. */
  readonly signature: string;
  readonly password: string;
  readonly pin: string;
  readonly puk: string;
}

interface AskedCard {
  readonly idNat: string;
  readonly type?: cards.CardType | undefined;
}

/**
 * A virtual card for somebody whom the directory knows in practice: the chip as a file, and the letter with the codes. The former card of that
 * type is opposed, as when a real one is replaced.
 * @throws Refusal when the directory knows nobody there, or cannot hold such a card
 */
export async function createCard(ctx: Ctx, asked: AskedCard): Promise<SandboxCard> {
  const { pkcs12, signature, keys: _, ...card } = await makeCard(ctx, asked);
  return { ...card, pkcs12: pkcs12.toString('base64'), signature: signature.toString('base64') };
}

/** The same with its keys as they are. */
export async function makeCard(ctx: Ctx, asked: AskedCard): Promise<cards.IssuedCard> {
  // A test that has just registered somebody asks before the last hop: let the chain finish first.
  await settled(ctx.db);
  return makeCardNow(ctx, asked);
}

/** The same of somebody who is in the directory already: jobs do not wait for jobs. */
export async function makeCardNow(ctx: Ctx, { idNat, type }: AskedCard): Promise<cards.IssuedCard> {
  const entry = (await entries(ctx, [idNat])).get(idNat);
  if (!entry || !isInForce(entry.person, today(ctx.clock)))
    throw new Refusal({
      code: 'sandbox.unpublished-person',
      status: 404,
      message: 'L’Annuaire ne connaît personne en exercice sous ce numéro.',
    });
  const allowed = await allowedTypes(ctx, entry.person);
  const [usual] = allowed;
  if (!usual) throw cards.errors.notForThem('not-eligible');
  if (type && !allowed.includes(type)) throw cards.errors.wrongKind(allowed);
  return cards.issueCard(ctx, { type: type ?? usual, holder: holderOf(entry.person) });
}

/**
 * The cards that somebody may have, the usual one first: for whom the register knows those of the dated rules, in a sandbox
 * too. Nobody who is known by a role has one of his own.
 */
async function allowedTypes(ctx: Ctx, { idNat, exercises }: EntryPerson): Promise<cards.CardType[]> {
  const kinds = cards.kindsFor(idNat);
  if (kinds.includes('CPE')) return kinds;
  const known = (await cards.knownHolders(ctx, [idNat])).get(idNat) ?? [];
  const day = today(ctx.clock);
  const rights = known.flatMap(({ facts }) => cards.whoGetsWhich(facts, day).card ?? []);
  if (rights.length > 0) return [...new Set(rights)];
  if (known.length > 0 && known.every(({ facts }) => facts.population === 'role')) return [];
  // The register knows nobody yet, or nothing at the date of the simulated clock.
  return exercises.some(({ category }) => category === 'E') ? ['CPF', 'CPS'] : kinds;
}

function holderOf(person: EntryPerson): cards.Holder {
  const [exercise] = person.exercises;
  const code = exercise?.profession ?? '';
  const place = exercise?.activities.find((activity) => activity.place)?.place;
  return {
    idNat: person.idNat,
    givenName: exercise?.givenName ?? person.civilStatus?.givenNames[0] ?? '',
    familyName: exercise?.name ?? person.civilStatus?.birthName ?? '',
    title: profession(code, exercise?.category)?.label ?? 'Professionnel de santé',
    profession: /^\d{1,2}$/.test(code) ? Number(code) : undefined,
    structure: place && structureOf(place),
  };
}

function structureOf(place: Structure): cards.HolderStructure {
  return {
    name: place.name,
    nationalId: place.nationalId ?? place.id,
    departement: certificates.departementLabel(place),
  };
}
