import { formatDate, formatDateTime, type Instant, isCalendarDay, type TimePrecision } from './format.js';

/**
 * A date readable by people and machines. `value` is an instant or a calendar day; a calendar day, or
 * `precision="day"`, shows no time.
 */
export function Time({ value, precision = 'minute' }: { value: Instant; precision?: TimePrecision | 'day' }) {
  if (isCalendarDay(value)) return <time datetime={value}>{formatDate(value)}</time>;
  const instant = new Date(value);
  const text = precision === 'day' ? formatDate(instant) : formatDateTime(instant, precision);
  return <time datetime={instant.toISOString()}>{text}</time>;
}
