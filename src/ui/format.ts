const ZONE = 'Europe/Paris';
const NBSP = '\u00a0';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How fine a time of day is shown. */
export type TimePrecision = 'minute' | 'second' | 'millisecond';

/** An instant, as a Date or an ISO 8601 text. */
export type Instant = Date | string;

const dayFormat = new Intl.DateTimeFormat('fr-FR', {
  timeZone: ZONE,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

const clockFormat = new Intl.DateTimeFormat('fr-FR', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** True for a calendar day without a time (`2026-03-01`), which belongs to no time zone. */
export function isCalendarDay(value: Instant): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/**
 * A day in French, in Paris: `1er mars 2026`. Takes an instant or a calendar day (`2026-03-01`).
 * Throws a RangeError when the value is no date.
 */
export function formatDate(value: Instant): string {
  // A calendar day is read at noon UTC, which is the same day in Paris all year round.
  const instant = isCalendarDay(value) ? new Date(`${value}T12:00:00Z`) : new Date(value);
  const parts = partsOf(dayFormat, instant);
  const day = parts.get('day') === '1' ? '1er' : parts.get('day');
  return `${day}${NBSP}${parts.get('month')} ${parts.get('year')}`;
}

/** A time of day in Paris: `14 h 05`, `14:05:09` or `14:05:09,042` as precision asks. */
export function formatTime(value: Instant, precision: TimePrecision = 'minute'): string {
  const parts = partsOf(clockFormat, new Date(value));
  const hour = parts.get('hour');
  const minute = parts.get('minute');
  if (precision === 'minute') return `${hour}${NBSP}h${NBSP}${minute}`;
  const seconds = `${hour}:${minute}:${parts.get('second')}`;
  return precision === 'second' ? seconds : `${seconds},${parts.get('fractionalSecond')}`;
}

/** A day and a time in Paris: `3 mars 2026 à 14 h 05`. Throws a RangeError when the value is no date. */
export function formatDateTime(value: Instant, precision: TimePrecision = 'minute'): string {
  return `${formatDate(new Date(value))} à ${formatTime(value, precision)}`;
}

/**
 * A length of time, rounded to what a reader needs: `42 ms`, `1,2 s`, `5 min 30 s`, `2 h 15 min`, `48 h`,
 * `14 jours`. Takes milliseconds; below zero (clocks that disagree) the sign is kept.
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds))
    throw new RangeError('duration must be a finite number of milliseconds');
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`;
  if (Math.round(milliseconds) < 1_000) return `${Math.round(milliseconds)}${NBSP}ms`;
  const tenths = Math.round(milliseconds / 100) / 10;
  if (tenths < 60) return `${String(tenths).replace('.', ',')}${NBSP}s`;
  if (milliseconds >= 3 * DAY) return `${Math.round(milliseconds / DAY)}${NBSP}jours`;
  const seconds = Math.round(milliseconds / 1_000) * 1_000;
  if (seconds < HOUR) return pair(seconds, MINUTE, 'min', 1_000, 's');
  return pair(Math.round(milliseconds / MINUTE) * MINUTE, HOUR, 'h', MINUTE, 'min');
}

function pair(value: number, unit: number, name: string, below: number, nameBelow: string): string {
  const rest = Math.round((value % unit) / below);
  const whole = `${Math.floor(value / unit)}${NBSP}${name}`;
  return rest === 0 ? whole : `${whole} ${rest}${NBSP}${nameBelow}`;
}

function partsOf(format: Intl.DateTimeFormat, instant: Date): Map<string, string> {
  return new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** A French number written `+33639980012`, as people write it: `06 39 98 00 12`. Any other text stays as it is. */
export function formatPhone(value: string): string {
  return /^\+33\d{9}$/.test(value) ? `0${value.slice(3)}`.replace(/(\d\d)(?=\d)/g, '$1 ') : value;
}
