import type { Coded, PublicMailbox, PublicPlace } from './public-person.js';

/** Who keeps the datum of a structure, and since which day. */
export interface DatumSource {
  readonly source: string;
  readonly on?: string;
}

/** A legal entity or an establishment named beside another one. */
export interface NamedStructure {
  readonly id: string;
  readonly name: string;
}

/** All that the public may know of a structure. */
export interface PublicStructure extends PublicPlace {
  readonly nationalId?: string;
  readonly longName?: string;
  readonly kind?: Coded;
  readonly category?: Coded;
  readonly legalStatus?: Coded;
  readonly sector?: Coded;
  readonly ape?: string;
  readonly group?: { readonly id: string; readonly name: string; readonly isSupport: boolean };
  readonly openedOn?: string;
  readonly closedOn?: string;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly active: boolean;
  readonly source: DatumSource;
  readonly mailboxes: readonly PublicMailbox[];
}
