/** A code with the words of its list. */
export interface Coded {
  readonly code: string;
  readonly label: string;
}

/** Who guarantees a datum: code of TRE_R60 and its words. */
export type Guarantor = Coded;

export interface PublicPlace {
  /** Technical id of the structure in the directory. */
  readonly id: string;
  readonly name: string;
  readonly brand?: string;
  readonly finess?: string;
  readonly finessLegalEntity?: string;
  readonly siren?: string;
  /** Only for an employer that FINESS does not know. */
  readonly siret?: string;
  /** Lines of the postal address, ready to print. */
  readonly address: readonly string[];
  /** The end of that address in one line: the town, and abroad the country. */
  readonly town?: string;
  readonly phone?: string;
  readonly phone2?: string;
  readonly fax?: string;
  readonly mail?: string;
}

export interface PublicActivity {
  readonly mode?: Coded;
  readonly genre?: Coded;
  readonly function?: Coded;
  readonly role?: Coded;
  readonly sector?: Coded;
  readonly pharmacistSection?: Coded;
  readonly place?: PublicPlace;
  readonly guarantor: Guarantor;
}

export interface PublicSkill {
  readonly type: Coded;
  readonly skill: Coded;
  readonly guarantor: Guarantor;
}

export interface PublicExercise {
  readonly civility?: Coded;
  readonly name: string;
  readonly givenName: string;
  readonly profession: Coded;
  readonly category: Coded;
  readonly skills: readonly PublicSkill[];
  readonly activities: readonly PublicActivity[];
  readonly guarantor: Guarantor;
}

export interface PublicTitle {
  readonly type: Coded;
  /** The diploma, or the discipline of an authorisation. */
  readonly subject?: Coded;
  readonly guarantor: Guarantor;
}

/** A secure mailbox that everybody may write to from another one. */
export interface PublicMailbox {
  readonly address: string;
  readonly type: Coded;
  readonly structureId?: string;
  readonly service?: string;
  readonly description?: string;
  /** Whether documents may be sent to it instead of on paper. */
  readonly dematerialisation: boolean;
}

/** All that the public may know of a person. Nothing else leaves by a public door. */
export interface PublicPerson {
  readonly idNat: string;
  readonly rpps?: string;
  readonly exercises: readonly PublicExercise[];
  readonly diplomas: readonly PublicTitle[];
  readonly authorisations: readonly PublicTitle[];
  readonly mailboxes: readonly PublicMailbox[];
}
