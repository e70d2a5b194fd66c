/** States of TRE_R31 in which a certifier vouches for a civil status: INSEE, FranceConnect, FranceConnect+. */
const CERTIFIED: readonly string[] = ['C', 'FC', 'FCP'];

/** Whether a civil status in this state of TRE_R31 is certified. */
export const isCertified = (state: string): boolean => CERTIFIED.includes(state);
