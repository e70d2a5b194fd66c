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

/** A place of practice: FINESS establishment, SIRET employer, or practice of a liberal professional. */
export interface Structure {
  /** Technical id of the directory: `F<finess>`, `C<siret>` or `R<14 digits>`. Never changes. */
  readonly id: string;
  /** National id: TRE_G07 prefix (1 FINESS, 3 SIRET, 4 practice of an RPPS number) followed by the number. */
  readonly nationalId?: string;
  readonly finess?: string;
  readonly finessLegalEntity?: string;
  readonly siret?: string;
  readonly siren?: string;
  readonly name: string;
  readonly brand?: string;
  /** TRE_R02, sector of activity. */
  readonly sector?: string;
  readonly address?: Address;
  readonly phone?: string;
  readonly phone2?: string;
  readonly fax?: string;
  readonly mail?: string;
}
