import type { Ctx } from '../context.js';
import { fileRefusals } from './refusals.js';

const DAY_MS = 24 * 3600 * 1000;

const stampOf = (at: Date): string => at.toISOString().replace(/\D/g, '').slice(0, 12);

/** Whether a text is the time of a publication, AAAAMMJJhhmm, of a day that exists. */
export function isPublicationTime(text: string): boolean {
  const [, day, hour, minute] = /^(\d{8})(\d\d)(\d\d)$/.exec(text) ?? [];
  const at = new Date(`${day?.replace(/(....)(..)/, '$1-$2-')}T${hour}:${minute}Z`);
  return !Number.isNaN(at.getTime()) && stampOf(at) === text;
}

/**
 * When a file says that it was published: by its name, or as it was told. In: both, undefined where one says nothing. Throws
 * `file.two-dates` where they disagree: one of them is a slip.
 */
export function publicationTime(
  file: string,
  named: string | undefined,
  told: string | undefined,
): string | undefined {
  if (named !== undefined && told !== undefined && named !== told)
    throw fileRefusals.twoDates(file, named, told);
  return named ?? told;
}

/**
 * Checks when a file says that it was published. Throws `file.no-such-date`; and `file.ahead` beyond a day after the later of
 * the two times, since such a file would bar all those until then.
 */
export function checkPublished({ clock }: Pick<Ctx, 'clock'>, file: string, publishedAt: string): void {
  if (!isPublicationTime(publishedAt)) throw fileRefusals.noSuchDate(file, publishedAt);
  const tomorrow = new Date(Math.max(clock.now().getTime(), Date.now()) + DAY_MS);
  if (publishedAt > stampOf(tomorrow)) throw fileRefusals.ahead(file, publishedAt);
}
