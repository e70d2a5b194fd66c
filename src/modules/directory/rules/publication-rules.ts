/** From a day on (`YYYY-MM-DD`), the exercises of some professions are shown to the public; before it they are not. */
export interface PublicationRule {
  readonly professions: readonly string[];
  readonly from: string;
  /** The text that gives the day. */
  readonly source: string;
}

/** A profession that no rule names is published since ever. */
export const PUBLICATION_RULES: readonly PublicationRule[] = [
  {
    // Psychologist, social worker, osteopath, psychotherapist, chiropractor; then their codes until May 2020.
    professions: ['93', '41', '71', '72', '73', '193', '200', '171', '172', '173'],
    from: '2020-01-01',
    source: 'Annuaire Santé, feuille de route de 2019 : populations publiées à partir de début 2020',
  },
];

/** Whether the profession of an exercise may be shown to the public on a day (`YYYY-MM-DD`). */
export const mayBePublished = (profession: string, on: string): boolean =>
  PUBLICATION_RULES.every(({ professions, from }) => on >= from || !professions.includes(profession));

/** The professions whose publication begins after one day and not after the other, whichever comes first. */
export function professionsChangedBetween(one: string, other: string): string[] {
  const [first = one, last = other] = [one, other].sort();
  return PUBLICATION_RULES.filter(({ from }) => from > first && from <= last).flatMap(
    ({ professions }) => professions,
  );
}

/**
 * Whether the number of a person (TRE_G08) is one that the public is told: RPPS and, for the history, ADELI, which are the
 * only kinds of the open files and of the open list of holders of cards. The bearer of a card of staff, numbered by a
 * structure (kinds 1 to 6), is in the restricted extract alone, so that Pro Santé Connect knows whose card it is.
 */
export const isPublicNumber = (idNat: string): boolean => /^[08]/.test(idNat);
