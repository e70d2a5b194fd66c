/** Where the national service has its web services. */
export const SERVICES_PATH = '/annuaire-sante-webservices/V300/services';

/** Where it has its extracts. */
export const EXTRACTION_PATH = `${SERVICES_PATH}/extraction`;
