/** What is asked every minute, and where: a page that fails when what stands behind it fails. */
export const PARTS = [
  { code: 'sign-in', path: '/auth/realms/esante-wallet/.well-known/openid-configuration' },
  { code: 'keys', path: '/auth/realms/esante-wallet/protocol/openid-connect/certs' },
  { code: 'directory', path: '/annuaire' },
] as const;

export type Part = (typeof PARTS)[number]['code'];
