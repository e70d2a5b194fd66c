import type { IntermediateKey } from './names.js';

/** Bits of the key usage extension (RFC 5280 §4.2.1.3). */
export const KEY_USAGE = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyCertSign: 5,
  cRLSign: 6,
} as const;

const PURPOSES = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  smartcardLogon: '1.3.6.1.4.1.311.20.2.2',
} as const;

/** What a certificate is for. */
export interface Profile {
  readonly keyUsage: readonly (keyof typeof KEY_USAGE)[];
  readonly purposes: readonly (keyof typeof PURPOSES)[];
  /** Of a certification authority: how many more may stand below it; absent for a leaf. */
  readonly authority?: { readonly below?: number };
  /** The private key signs no longer than that: the period is written down (signature profiles). */
  readonly signingPeriod?: boolean;
  /** Its state is asked of nobody: a responder would have to vouch for itself (RFC 6960 §4.2.2.2.1). */
  readonly unchecked?: boolean;
}

/** The offers for organisations and for servers, and what each one is for. */
export type OrganisationUsage = 'AUTH_CLI' | 'SIGN' | 'CONF';
export type ServerUsage = 'SSL' | 'S/MIME' | 'SIGN' | 'CONF';
export type ProfileName =
  | ('root' | 'intermediate' | 'ocsp' | 'card AUTH' | 'card SIGN')
  | `ORG ${OrganisationUsage}`
  | `SERV ${ServerUsage}`;

const SIGNATURE: Profile = {
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  purposes: ['emailProtection'],
  signingPeriod: true,
};
const ENCRYPTION: Profile = { keyUsage: ['keyEncipherment'], purposes: [] };

/** Key usages of each profile, those of the national chain for the same use where they are known. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  root: { keyUsage: ['keyCertSign', 'cRLSign'], purposes: [], authority: {} },
  intermediate: { keyUsage: ['keyCertSign', 'cRLSign'], purposes: [], authority: { below: 0 } },
  ocsp: { keyUsage: ['digitalSignature'], purposes: ['ocspSigning'], unchecked: true },
  'card AUTH': { keyUsage: ['digitalSignature'], purposes: ['clientAuth', 'smartcardLogon'] },
  'card SIGN': { keyUsage: ['nonRepudiation'], purposes: ['emailProtection'], signingPeriod: true },
  'ORG AUTH_CLI': { keyUsage: ['digitalSignature'], purposes: ['clientAuth'] },
  'ORG SIGN': SIGNATURE,
  'ORG CONF': ENCRYPTION,
  'SERV SSL': { keyUsage: ['digitalSignature', 'keyEncipherment'], purposes: ['serverAuth'] },
  'SERV S/MIME': { keyUsage: ['digitalSignature', 'keyEncipherment'], purposes: ['emailProtection'] },
  'SERV SIGN': SIGNATURE,
  'SERV CONF': ENCRYPTION,
};

/** Object identifier of each purpose. */
export const purposeIds = (profile: Profile): string[] => profile.purposes.map((name) => PURPOSES[name]);

/** Software certificates, of organisations and of servers alike, come from the elementary range. */
export const SOFTWARE_AUTHORITY: IntermediateKey = 'ACI-EL-ORG';
