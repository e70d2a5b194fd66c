import type { DistinguishedName } from '../../ca/rules/names.js';

/** The legal person that a certificate belongs to. */
export interface Bearer {
  readonly name: string;
  /** National identifier: type digit and number. */
  readonly nationalId: string;
  /** `Paris (75)`. */
  readonly departement?: string | undefined;
}

/** The subject of an ORG or SERV certificate, in the national layout. */
export const bearerSubject = (bearer: Bearer, commonName: string): DistinguishedName => [
  { C: ['FR'] },
  ...(bearer.departement ? [{ ST: [bearer.departement] }] : []),
  { O: [bearer.name] },
  { OU: [bearer.nationalId] },
  { CN: [commonName] },
];
