/** What may happen to a person whom a service knows. */
export type ChangeKind = 'identifier-changed' | 'record-updated' | 'struck-off' | 'means-revoked';

/** Event types of our own (RFC 8417 §2.2): a name, which leads nowhere. */
const TYPES = 'https://esculape.example/secevent/identity/';

export const eventType = (kind: ChangeKind): string => TYPES + kind;

/** Reasons of an end of means that are no alarm: another took its place, or another event says it. */
const QUIET = new Set(['replaced', 'closed', 'end-of-activity', 'data-change']);

/** Whether the end of an e-CPS or of a card, for that reason, is told to services. */
export const isAlarm = (reason: unknown): boolean => !QUIET.has(String(reason));

/** How long a change waits for a service that does not take it, in days, from a day on (YYYY-MM-DD). */
const KEPT: readonly { readonly from: string; readonly days: number; readonly source: string }[] = [
  {
    from: '0000-01-01',
    days: 31,
    source: 'As notices of logout: a service that was away for a month reads everything anew.',
  },
];

/** Days for which a change is kept, on a day: taken or not, it is forgotten after that. */
export function daysKept(day: string): number {
  return KEPT.findLast(({ from }) => from <= day)?.days ?? 0;
}

const FIRST_SECONDS = 10;
const LONGEST_SECONDS = 6 * 3600;

/** Seconds before a service is called again that failed so many times in a row: twice as long each time, to six hours. */
export const backOff = (failures: number): number =>
  Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, failures - 1));
