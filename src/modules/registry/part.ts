/** What a person is made of in the register; each kind has its own rows, its own dates, its own authority. */
export type PartKind =
  | 'civil-status'
  | 'correspondence'
  | 'exercise'
  | 'skill'
  | 'activity'
  | 'diploma'
  | 'authorisation';

/** One thing that an authority says of a person, without its dates. */
export interface Part {
  readonly kind: PartKind;
  /** Names the part among those of its kind, and begins with the authority, e.g. `CNOM/10-C/a1`. */
  readonly key: string;
  readonly value: unknown;
}

/** A part in its two times: when it holds true, and when the register knew it. */
export interface PartRow extends Part {
  /** Absent while the row is not written. */
  readonly id?: number;
  readonly personId: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly recordedAt: Date;
  readonly supersededAt: Date | null;
  readonly authority: string;
  readonly act: string;
}
