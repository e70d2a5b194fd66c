import type { CivilStatus, Correspondence } from '../../modules/authorities/index.js';
import type { Commune } from '../../modules/nomenclatures/index.js';
import { familyName, givenNames, plain } from './names.js';
import type { Random } from './random.js';
import { addressIn, birthPlace, type Places } from './towns.js';

export type BirthNames = Pick<CivilStatus, 'birthName' | 'givenNames' | 'sex'>;

/** Draws civil statuses, never twice the same five traits. */
export class CivilStatuses {
  private readonly taken = new Set<string>();
  private readonly drawn: CivilStatus[] = [];

  constructor(private readonly places: Places) {}

  /** In: first and last birth year, how the status was certified (TRE_R31). */
  draw(random: Random, years: readonly [number, number], state: string): CivilStatus {
    for (;;) {
      const status = civilStatus(random, this.places, this.names(random), years, state);
      const traits = [status.birthName, ...status.givenNames, status.birthDate].join('|');
      if (this.taken.has(traits)) continue;
      this.taken.add(traits);
      this.drawn.push(status);
      return status;
    }
  }

  /** One person in sixty bears the very names of another: homonyms are told apart by their other traits. */
  private names(random: Random): BirthNames {
    if (this.drawn.length > 20 && random.chance(1 / 60)) {
      const { birthName, givenNames, sex } = random.pick(this.drawn);
      return { birthName, givenNames, sex };
    }
    const sex = random.chance(0.62) ? 'F' : 'M';
    return { birthName: familyName(random), givenNames: givenNames(random, sex), sex };
  }
}

/** Draws what a civil status holds besides the names. In: first and last birth year, the state (TRE_R31). */
export function civilStatus(
  random: Random,
  places: Places,
  names: BirthNames,
  years: readonly [number, number],
  state: string,
): CivilStatus {
  const { birthName, givenNames, sex } = names;
  const usedName = sex === 'F' && random.chance(0.25) ? familyName(random) : undefined;
  const status: CivilStatus = {
    birthName,
    givenNames,
    sex,
    birthDate: random.date(years[0], years[1]),
    birthPlace: birthPlace(random, places),
    civility: sex === 'F' ? 'MME' : 'M',
    nationality: '99100',
    certification: {
      state,
      at: random.date(2019, 2025),
      source: state === 'FC' ? 'FranceConnect' : 'INSEE',
    },
  };
  return usedName === undefined ? status : { ...status, usedName };
}

/** A mobile number of the range that ARCEP keeps for fiction, 06 39 98 00 00 to 99 99. */
export function mobile(rank: number, source: string): NonNullable<Correspondence['mobile']> {
  const last = String(rank % 10_000).padStart(4, '0');
  const pairs = `${last.slice(0, 2)} ${last.slice(2)}`;
  return { e164: `+3363998${last}`, original: `06 39 98 ${pairs}`, source };
}

/**
 * How to reach a person. In: the rank, which makes mail and mobile their own; who gave them (TRE_R60); the town.
 * Out: mail and mobile for nine people in ten, one of them or none for the others.
 */
export function correspondence(
  random: Random,
  status: CivilStatus,
  rank: number,
  source: string,
  town: Commune,
): Correspondence {
  const given = plain(status.givenNames[0] ?? '');
  const mail = `${given}.${plain(status.usedName ?? status.birthName)}.${rank}@${random.pick(MAIL_HOSTS)}`;
  const reach = random.next();
  const address = addressIn(random, town);
  if (reach <= 0.05) return { mail, address };
  if (reach >= 0.98) return { address };
  return reach < 0.95
    ? { mail, mobile: mobile(rank, source), address }
    : { mobile: mobile(rank, source), address };
}

const MAIL_HOSTS = ['courriel.example', 'boite.example', 'sante-fictive.example', 'cabinet.example'];
