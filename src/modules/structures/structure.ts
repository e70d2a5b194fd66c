/** A postal address in the columns of the national files; an absent part is absent, never "". */
export interface Address {
  readonly recipient?: string;
  readonly geographicPoint?: string;
  readonly streetNumber?: string;
  readonly repetition?: string;
  /** TRE_R35. */
  readonly streetType?: string;
  readonly street?: string;
  readonly mention?: string;
  readonly cedexOffice?: string;
  readonly postcode?: string;
  /** INSEE commune code. */
  readonly commune?: string;
  readonly communeName?: string;
  readonly departement?: string;
  /** TRE_R20, France is 99000 in the national files. */
  readonly country?: string;
}

/** Where a datum comes from: the register of establishments, of professionals, of practices, of companies. */
export type StructureSource = 'FINESS' | 'RPPS' | 'ADELI' | 'INSEE';

/** Source of a datum, and the day (`AAAA-MM-JJ`) that the source gives it. */
export interface DatumOrigin {
  readonly source: StructureSource;
  readonly on?: string;
}

/** A legal entity (EJ) answers for establishments (EG); people work in the latter, as in practices and employers. */
export type StructureKind = 'EJ' | 'EG';

/** A grouping of legal entities, such as a GHT. */
export interface StructureGroup {
  /** Identifier of the grouping in FINESS. */
  readonly id: string;
  readonly name: string;
  /** Code of FINESS+: 001 and 002 are the GHT. */
  readonly type: string;
  /** `support` for the establishment that carries the grouping. */
  readonly role: 'support' | 'member';
}

/** WGS 84, in decimal degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** A place of practice: FINESS establishment, SIRET employer, or practice of a liberal professional. */
export interface Structure {
  /** Technical id of the directory: `F<finess>`, `C<siret>` or `R<14 digits>`. Never changes. */
  readonly id: string;
  /** National id: TRE_G07 prefix (0 to 4) followed by the number. */
  readonly nationalId?: string;
  readonly finess?: string;
  /** FINESS number of the legal entity that an establishment belongs to. */
  readonly finessLegalEntity?: string;
  readonly siret?: string;
  readonly siren?: string;
  readonly name: string;
  readonly brand?: string;
  readonly longName?: string;
  /** Absent for practices and employers: they are where people work, like an EG. */
  readonly kind?: StructureKind;
  /** TRE_R02, sector of activity. */
  readonly sector?: string;
  /** TRE_R66, category of establishment. */
  readonly category?: string;
  /** TRE_R72, of a legal entity; an establishment has that of its legal entity. */
  readonly legalStatus?: string;
  /** Part taken in the public hospital service (TRE_R73). */
  readonly publicService?: string;
  /** How its prices are fixed (TRE_R74). */
  readonly tariff?: string;
  /** NAF rev. 2 with its dot, e.g. `86.10Z`. */
  readonly ape?: string;
  readonly group?: StructureGroup;
  readonly openedOn?: string;
  readonly authorisedOn?: string;
  readonly closedOn?: string;
  /** Told closed by its source, or no longer in the file that held it. */
  readonly closing?: 'told' | 'absent';
  readonly position?: Position;
  readonly address?: Address;
  readonly phone?: string;
  readonly phone2?: string;
  readonly fax?: string;
  readonly mail?: string;
  /** Source of every datum that `origins` does not name; derived from the id when absent. */
  readonly source?: StructureSource;
  /** Day of the last change at the source. */
  readonly changedOn?: string;
  readonly origins?: { readonly [datum: string]: DatumOrigin };
}
