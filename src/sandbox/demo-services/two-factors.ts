/**
 * The day from which a care record or a user's record (DUI) asks everybody for two factors (référentiel
 * d'identification électronique, January 2026).
 */
export const TWO_FACTORS_SINCE = '2026-01-01';

/** Whether one factor alone still opens a care record on that day (YYYY-MM-DD). */
export const oneFactorOpens = (day: string): boolean => day < TWO_FACTORS_SINCE;
