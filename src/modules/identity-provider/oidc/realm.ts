/** Where the issuer lives below the origin, as the national service names its realm. */
export const REALM_PATH = '/auth/realms/esante-wallet';

/** Where services register themselves, below the realm; the path of the national service. */
export const REGISTRATION = '/clients-registrations/openid-connect';
