import type { Member } from '../../../modules/authorities/index.js';

/** How many files a page shows. */
export const PAGE = 25;

/** Where the page before ended, read from the address; undefined for the first page or anything else. */
export function pageAfter(text: string | undefined): { createdAt: Date; memberId: string } | undefined {
  const read = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '');
  const [, at, memberId] = read ?? [];
  return at && memberId ? { createdAt: new Date(Number(at)), memberId } : undefined;
}

/** In: one file more than a page. Out: those to show, and where the next page begins if there is one. */
export function nextPage(found: readonly Member[]): { files: Member[]; next: string | undefined } {
  const files = found.slice(0, PAGE);
  const last = files.at(-1);
  const more = found.length > PAGE && last;
  return { files, next: more ? `${last.createdAt.getTime()}_${last.memberId}` : undefined };
}
