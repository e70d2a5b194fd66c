const french = new Intl.NumberFormat('fr-FR');

/** A number of calls, as people read it. */
export const calls = (many: number): string => french.format(many);

/** Address of the page of an application. */
export const keyHref = (id: string): string => `/annuaire/cles/${encodeURIComponent(id)}`;
