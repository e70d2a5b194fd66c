import { badSearch, quoted } from '../refusal.js';

/** Instants in milliseconds: from `from` included to `to` excluded; open where undefined. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

const SHAPE =
  /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** A tenth of the distance to today, as R4 advises for `ap`; a day at least. */
const TENTH = 0.1;
const DAY = 86_400_000;

/**
 * What a date parameter asks of an instant (R4 search, §3.1.1.4.5 and 6): the spans in which it may lie.
 * In: the value with its prefix; the present, for `ap`. A date without a zone is one of France.
 * @throws FhirRefusal 400 for what is not a date.
 */
export function spansOf(value: string, now: number): Span[] {
  const [, prefix = 'eq', ...parts] = SHAPE.exec(value) ?? [];
  const range = parts.length === 0 ? undefined : rangeOf(parts);
  if (!range) {
    throw badSearch(
      `${quoted(value)} is not a date: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz, after one of eq ne gt lt ge le sa eb ap.`,
    );
  }
  const { from, to } = range;
  switch (prefix) {
    case 'eq':
      return [range];
    case 'ne':
      return [{ to: from }, { from: to }];
    case 'gt':
    case 'sa':
      return [{ from: to }];
    case 'lt':
    case 'eb':
      return [{ to: from }];
    case 'ge':
      return [{ from }];
    case 'le':
      return [{ to }];
    default: {
      const about = Math.max(Math.abs(now - from) * TENTH, DAY);
      return [{ from: from - about, to: to + about }];
    }
  }
}

function rangeOf(parts: readonly (string | undefined)[]): { from: number; to: number } | undefined {
  const [year = '', month, day, hour, minute, second, fraction, zone] = parts;
  const civil = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const clock = `${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '0').slice(0, 3).padEnd(3, '0')}`;
  const from = instant(civil, clock, zone);
  if (from === undefined) return undefined;
  if (hour !== undefined) {
    const precision = second === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
    return { from, to: from + precision };
  }
  const next = new Date(`${civil}T00:00:00Z`);
  if (day !== undefined) next.setUTCDate(next.getUTCDate() + 1);
  else if (month !== undefined) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCFullYear(next.getUTCFullYear() + 1);
  const to = instant(next.toISOString().slice(0, 10), '00:00:00.000', undefined);
  return to === undefined ? undefined : { from, to };
}

function instant(civil: string, clock: string, zone: string | undefined): number | undefined {
  const utc = Date.parse(`${civil}T${clock}${zone ?? 'Z'}`);
  if (Number.isNaN(utc) || new Date(`${civil}T00:00:00Z`).toISOString().slice(0, 10) !== civil)
    return undefined;
  return zone === undefined ? utc - offsetInFrance(utc - offsetInFrance(utc)) : utc;
}

const france = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });

function offsetInFrance(at: number): number {
  const name = france.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Whether an instant lies in one of these spans. */
export const isWithin = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ from, to }) => (from === undefined || at >= from) && (to === undefined || at < to));
