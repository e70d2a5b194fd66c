import { staff as employee } from '../population/other-identifiers.js';
import { drawsFor, PURPOSE } from './draws.js';
import type { Citizen, Nation } from './nation.js';
import { rppsOf } from './numbers.js';

const NOTHING = { moved: 0, renamed: 0, contacts: 0, skilled: 0 };
const KINDS = ['finess', 'siren', 'siret', 'cabinet-adeli', 'cabinet-rpps'] as const;
/** ADELI practices are numbered on four digits. */
const MOST = 5 * 9_999;

/** Practices bear the rank of their holder: these ones come after those of all professionals. */
const FIRST_HOLDER = 9_000_000;

/** How many employees without a number of their own the restricted extraction of a nation tells of. */
export function staffCount(size: number): number {
  return Math.min(MOST, Math.max(KINDS.length, Math.round(size / 70)));
}

/**
 * An employee known by a structure and a number of its staff register: the prefixes 1, 3, 4, 5 and 6 of TRE_G08.
 * In: the nation, a rank below `staffCount`. Their structure can be asked of the estate until the next person.
 */
export function staffMember(nation: Nation, rank: number): Citizen {
  const random = drawsFor(nation.seed, PURPOSE.staff, rank);
  const kind = KINDS[rank % KINDS.length] ?? 'finess';
  const holder = kind === 'cabinet-rpps' ? holderOfPractice(nation, rank) : undefined;
  if (!holder) nation.estate.begin(FIRST_HOLDER + rank);
  const serial = Math.floor(rank / KINDS.length) + 1;
  const drawn = employee(nation.world(random), holder || kind !== 'cabinet-rpps' ? kind : 'finess', serial, [
    holder?.practice ?? '',
  ]);
  const idNat = drawn.idNat ?? `6${rppsOf(holder?.rank ?? 0)}001/${drawn.staffOf?.register}`;
  return {
    idType: idNat.charAt(0),
    number: idNat.slice(1),
    files: [{ authority: drawn.authority, record: drawn.record }],
  };
}

/** Someone of the first day whose first practice is their own. */
function holderOfPractice(nation: Nation, rank: number): { rank: number; practice: string } | undefined {
  const random = drawsFor(nation.seed, PURPOSE.staff, MOST + rank);
  for (let tries = 0; tries < 50; tries += 1) {
    const candidate = random.between(0, nation.size - 1);
    const { files } = nation.citizen(candidate, NOTHING);
    const structure = files[0]?.record.exercises[0]?.activities[0]?.structure ?? '';
    if (structure !== '' && !nation.estate.isEstablishment(structure))
      return { rank: candidate, practice: structure };
  }
  return undefined;
}
