/** Where the issuer lives below the origin, as the national service names its realm. */
export const REALM_PATH = '/auth/realms/esante-wallet';
