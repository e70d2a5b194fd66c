import { cards, ecps } from '../modules/credentials/index.js';
import { type EntryPerson, publishedSample } from '../modules/directory/index.js';
import { professions } from '../modules/nomenclatures/index.js';
import type { Ctx } from '../platform/context.js';
import type { Family, TestPerson } from './test-person.js';

const STAFF = ['1', '3', '4', '5', '6'];
const REGISTERED = ['0', '8'];

const codesOf = (...populations: string[]): string[] =>
  professions()
    .filter((one) => populations.includes(one.population))
    .map((one) => one.code);

interface Choice {
  readonly kinds: readonly string[];
  readonly professions?: readonly string[];
}

const CHOICES: Readonly<Record<Family, () => Choice>> = {
  ordre: () => ({ kinds: ['8'], professions: codesOf('ordre', 'formation') }),
  ars: () => ({ kinds: REGISTERED, professions: codesOf('ars') }),
  role: () => ({ kinds: REGISTERED, professions: codesOf('role') }),
  structure: () => ({ kinds: STAFF }),
};

const everybody: Choice = { kinds: [...REGISTERED, ...STAFF] };

/**
 * Published people to test with, read live, in the order of their numbers: the personas come first.
 * In: a family, the code of a profession, how many at most. Out: an empty list when nobody fits.
 */
export async function testPeople(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  asked: { family?: Family | undefined; profession?: string | undefined; limit: number },
): Promise<TestPerson[]> {
  const choice = asked.family ? CHOICES[asked.family]() : everybody;
  const open = choice.professions;
  const wanted =
    asked.profession === undefined
      ? open
      : [asked.profession].filter((code) => open === undefined || open.includes(code));
  const found = await publishedSample(ctx, {
    kinds: choice.kinds,
    limit: asked.limit,
    ...(wanted ? { professions: wanted } : {}),
  });
  const idNats = found.map((one) => one.idNat);
  const [means, held] = [await ecps.meansOf(ctx, idNats), await cards.usableCards(ctx, idNats)];
  const now = ctx.clock.now();
  return found.map((person) => {
    const phone = means.get(person.idNat);
    const active = phone?.state === 'active' && phone.expiresAt > now;
    const types = (held.get(person.idNat) ?? []).map((card) => card.type);
    return { ...shown(person, asked.profession), means: [...(active ? ['e-CPS'] : []), ...types] };
  });
}

function shown(person: EntryPerson, profession: string | undefined): Omit<TestPerson, 'means'> {
  const exercise = person.exercises.find((one) => one.profession === profession) ?? person.exercises[0];
  const code = exercise?.profession ?? '';
  return {
    idNat: person.idNat,
    givenName: exercise?.givenName ?? '',
    familyName: exercise?.name ?? '',
    family: familyOf(person.idNat, code),
    profession: code,
    role: exercise?.activities.find((one) => one.role)?.role ?? null,
  };
}

function familyOf(idNat: string, profession: string): Family {
  if (STAFF.includes(idNat.charAt(0))) return 'structure';
  const population = professions().find((one) => one.code === profession)?.population;
  if (population === 'role' || population === 'ars') return population;
  return 'ordre';
}
