import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { errors } from '../errors.js';
import { lastContactFile } from '../queries/contact-files.js';
import { CONTACT_HEADER, type ContactFileRead, readContactFile } from '../rules/contact-file.js';
import { startOfDay } from '../rules/start-of-day.js';

/** A file of contacts as it was handed over. */
export interface DeliveredFile {
  /** TRE_R60. */
  readonly authority: string;
  /** Tells the day of its contacts where it holds eight digits AAAAMMJJ; today otherwise. */
  readonly name: string;
  readonly text: string;
}

export interface OpenedFile {
  readonly id: number;
  readonly read: ContactFileRead;
  readonly datedOn: string;
}

/**
 * Checks a file and gives it its number. Throws `authorities.contact-file-unreadable`, `-older`, `-future`;
 * `authorities.contact-file-waits` when one waits already and this one should.
 */
export async function openContactFile(
  ctx: Ctx,
  file: DeliveredFile,
  state: 'waiting' | 'loaded',
  dueAt?: Date,
): Promise<OpenedFile> {
  const read = readContactFile(file.text, file.authority);
  if (!read) throw errors.contactFileUnreadable(CONTACT_HEADER);
  const datedOn = dayOf(file.name) ?? today(ctx.clock);
  if (datedOn > today(ctx.clock) && state === 'loaded') throw errors.contactFileFuture(datedOn);
  const last = await lastContactFile(ctx, file.authority);
  if (last && datedOn < last.datedOn) throw errors.contactFileOlder(last.datedOn);
  const now = ctx.clock.now();
  const opened = await one(
    ctx.db,
    sql<{ id: number }>`insert into authorities.contact_files
        (authority, name, dated_on, state, delivered_at, delivered_by, due_at, loaded_at, lines, content)
      values (${file.authority}, ${file.name.slice(0, 200)}, ${datedOn}::date, ${state}, ${now}, ${ctx.actor},
        ${dueAt ?? null}, ${state === 'loaded' ? now : null}, ${read.lines},
        ${state === 'waiting' ? file.text : null})
      on conflict (authority) where state = 'waiting' do nothing returning id`,
  );
  if (!opened) throw errors.contactFileWaits();
  return { id: opened.id, read, datedOn };
}

/** The day that a name tells: eight digits that make one, `YYYY-MM-DD`. */
function dayOf(name: string): string | undefined {
  const [, year, month, day] = /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/.exec(name) ?? [];
  const written = `${year}-${month}-${day}`;
  return year && startOfDay(written) ? written : undefined;
}
