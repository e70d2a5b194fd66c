/** What people are counted by; one more needs a place in the key of the counts. */
export const CRITERIA = ['profession', 'category', 'authority', 'mode', 'departement'] as const;

export type Criterion = (typeof CRITERIA)[number];

/** A value for some criteria; a criterion left out accepts any. The empty text stands for «not known». */
export type PeopleAsked = { readonly [K in Criterion]?: string | undefined };

/**
 * A number of people to the nearest multiple of five; `few` is less than five. Nobody is told apart, and neither does
 * a subtraction tell anybody: the total of four doctors and a military one does not say how many are military.
 */
export type Told = number | 'few';

/** One value of a criterion, and how many of the people asked for have it. */
export type Share = readonly [value: string, people: Told];

export type Breakdowns = { readonly [K in Criterion]?: readonly Share[] };

/** The people counted at one moment. */
export interface Population {
  /** On the clock of the program. */
  readonly at: Date;
  /** Number of the directory's publication that was counted. */
  readonly publication: number;
  /** How many have all that was asked; nothing is broken down when they are few. */
  readonly people: Told;
  readonly breakdowns: Breakdowns;
}

/** The unit of what is told. */
export const UNIT = 5;

/** Any value. */
export const ANY = '*';

/** The key of what is asked: its values in the order of the criteria. */
export const keyOf = (asked: PeopleAsked): string => CRITERIA.map((name) => asked[name] ?? ANY).join('|');
