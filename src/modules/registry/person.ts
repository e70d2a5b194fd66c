import type {
  Activity,
  Authorisation,
  CivilStatus,
  Correspondence,
  Diploma,
  Exercise,
  Skill,
} from '../authorities/index.js';

/** Where a part comes from: the authority that guarantees it, from when it holds, when and by what act it was written. */
export interface Provenance {
  readonly authority: string;
  readonly validFrom: string;
  readonly recordedAt: string;
  readonly act: string;
}

export type Sourced<T> = T & { readonly provenance: Provenance };

/** A part of an exercise. It says where it comes from only where that is not where its exercise comes from. */
export type Within<T> = T & { readonly provenance?: Provenance };

export type PersonSkill = Within<Skill>;
export type PersonActivity = Within<Activity>;
export type PersonExercise = Sourced<Omit<Exercise, 'skills' | 'activities'>> & {
  readonly key: string;
  /** TRE_R81, of somebody whom the open file names: it tells no other part of the civil status. */
  readonly personCivility?: string;
  readonly skills: readonly PersonSkill[];
  readonly activities: readonly PersonActivity[];
};

/** A professional as the RPPS knows him at one instant. */
export interface Person {
  /** National identifier, e.g. `899780000017`. One for life. */
  readonly idNat: string;
  /** Bare RPPS number, only where the identifier is one. */
  readonly rpps?: string;
  readonly state: 'active' | 'closed';
  readonly version: number;
  /** Authority code -> version of its member included here. */
  readonly origins: Readonly<Record<string, number>>;
  /** Other identifiers the person has or had, e.g. an ADELI number. */
  readonly otherIds: readonly string[];
  /** The identifier by which the person goes now; the record itself is then closed. */
  readonly mergedInto?: string;
  readonly civilStatus?: Sourced<CivilStatus>;
  readonly exercises: readonly PersonExercise[];
  readonly diplomas: readonly Sourced<Diploma>[];
  readonly authorisations: readonly Sourced<Authorisation>[];
  readonly correspondence?: Sourced<Correspondence>;
}
