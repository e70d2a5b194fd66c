import type { PartRow } from '../part.js';

/** TRE_G15: no regulated profession. */
const NO_PROFESSION = '99';
const KEY = `ENREG/${NO_PROFESSION}-C`;

/**
 * What is held of the bearer of a structure's card: one exercise without a regulated profession, salaried there. In: the key
 * of the person, names and employer, the instant and the civil day of writing.
 */
export function staffParts(
  personId: number,
  staff: { readonly givenName: string; readonly familyName: string; readonly structureId: string },
  at: { readonly now: Date; readonly day: string },
): PartRow[] {
  const shared = {
    ...{ personId, validFrom: at.now, validTo: null, recordedAt: at.now, supersededAt: null },
    ...{ authority: 'ENREG', act: 'structure-card' },
  };
  const { givenName, familyName: name, structureId: structure } = staff;
  const exercise = { profession: NO_PROFESSION, category: 'C', name, givenName, from: at.day };
  const activity = { key: 'a1', mode: 'S', genre: 'GENR09', structure, from: at.day };
  return [
    { ...shared, kind: 'exercise', key: KEY, value: exercise },
    { ...shared, kind: 'activity', key: `${KEY}/a1`, value: activity },
  ];
}
