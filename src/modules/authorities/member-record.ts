import type { Address } from '../structures/index.js';

/** Certification of a civil status: TRE_R31 state, the day on which the certifier said so, and who that was. */
export interface Certification {
  readonly state: string;
  readonly at: string;
  readonly source: string;
}

/** The five traits of the régalienne identity, and what goes with them. Dates are `YYYY-MM-DD`. */
export interface CivilStatus {
  readonly birthName: string;
  readonly usedName?: string;
  readonly givenNames: readonly string[];
  readonly sex: 'F' | 'M';
  readonly birthDate: string;
  /** INSEE commune code in France; abroad the country code of TRE_R20 alone. */
  readonly birthPlace: { readonly commune?: string; readonly country: string; readonly name: string };
  /** TRE_R81. */
  readonly civility?: string;
  readonly nationality?: string;
  readonly certification: Certification;
}

export interface Skill {
  /** TRE_R04. */
  readonly type: string;
  readonly code: string;
  readonly recognisedOn?: string;
}

/** One place and way of working. */
export interface Activity {
  /** Stable within the exercise, chosen by the authority (`a1`, `a2`…). */
  readonly key: string;
  /** TRE_R23. */
  readonly mode?: string;
  /** TRE_R22. */
  readonly genre?: string;
  /** TRE_R21, regulated professions. */
  readonly function?: string;
  /** TRE_R85, professions à rôle. */
  readonly role?: string;
  /** TRE_R02. */
  readonly sector?: string;
  /** TRE_R06. */
  readonly pharmacistSection?: string;
  /** Technical id of the structure. */
  readonly structure?: string;
  readonly phone?: string;
  readonly phone2?: string;
  readonly fax?: string;
  readonly mail?: string;
  readonly from?: string;
  readonly to?: string;
  /** TRE_R25. */
  readonly endReason?: string;
}

/** One profession in one category, with the identity under which it is practised. */
export interface Exercise {
  /** TRE_G15, TRE_R95, TRE_R94, TRE_R291. */
  readonly profession: string;
  /** TRE_R09. */
  readonly category: string;
  /** TRE_R11. */
  readonly civility?: string;
  readonly name: string;
  readonly givenName: string;
  /** Registration at the ordre (tableau). Status is TRE_R33. */
  readonly registration?: {
    readonly number?: string;
    readonly departement?: string;
    readonly status?: string;
    readonly since?: string;
  };
  readonly from?: string;
  readonly to?: string;
  readonly skills: readonly Skill[];
  readonly activities: readonly Activity[];
}

export interface Diploma {
  /** TRE_R14. */
  readonly type: string;
  readonly code: string;
  readonly obtainedOn?: string;
  readonly place?: string;
  readonly number?: string;
}

export interface Authorisation {
  /** TRE_R17. */
  readonly type: string;
  readonly discipline?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A phone number in E.164, with what was typed and who gave it. */
export interface Phone {
  readonly e164: string;
  readonly original: string;
  readonly source: string;
}

/** How the authority and the e-CPS reach the person. Restricted data: never public. */
export interface Correspondence {
  readonly mail?: string;
  readonly mobile?: Phone;
  readonly address?: Address;
}

/** All that one authority knows of one of its members, at one version. */
export interface MemberRecord {
  readonly civilStatus: CivilStatus;
  readonly exercises: readonly Exercise[];
  readonly diplomas: readonly Diploma[];
  readonly authorisations: readonly Authorisation[];
  readonly correspondence: Correspondence;
}

/** One version of a member, as the register reads it. */
export interface MemberVersion {
  readonly memberId: string;
  /** TRE_R60. */
  readonly authority: string;
  readonly version: number;
  /** Number already held (a second authority, or a person known by another identifier); else the register gives one. */
  readonly idNat: string | null;
  readonly closed: boolean;
  readonly record: MemberRecord;
  /** From when this version holds true; in the past for a correction back in time. */
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  /** Name of the act and who did it, e.g. `register` by `agent:…`. */
  readonly act: string;
  readonly by: string;
}
