/**
 * A birth date of the restricted extraction. In: `JJ/MM/AAAA`, or nothing. Out: `AAAA-MM-JJ`, '' when the file does
 * not tell it, undefined for a day that no calendar has.
 */
export function birthDateOf(text: string): string | undefined {
  if (text === '') return '';
  const [, day = '', month = '', year = ''] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  const read = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(iso) ? iso : undefined;
}
