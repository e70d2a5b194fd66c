import { type Ctx, transaction } from '../../../platform/context.js';
import { emit } from '../../../platform/events.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { contactFileDelivered } from '../events.js';
import { type ContactFile, contactFile } from '../queries/contact-files.js';
import { upcomingContactDays } from '../queries/upcoming-contact-days.js';
import { startOfDay } from '../rules/start-of-day.js';
import { type DeliveredFile, openContactFile } from './open-contact-file.js';

/**
 * Puts a file of contacts in its place: it is loaded on the next day of the calendar, today included until a file was
 * loaded today. Out: the file,
 * with its date. Throws as `loadContactFile`, and `authorities.contact-file-no-date` once the calendar is over.
 */
export function depositContactFile(ctx: Ctx, file: DeliveredFile): Promise<ContactFile> {
  return transaction(ctx, async (tx) => {
    const [day] = await upcomingContactDays(tx);
    const dueAt = day === undefined ? undefined : startOfDay(day);
    if (!dueAt) throw errors.contactFileNoDate();
    const { id } = await openContactFile(tx, file, 'waiting', dueAt);
    await emit(tx, [contactFileDelivered(id, dueAt)]);
    await journal(tx, {
      act: 'authorities.deposit-contact-file',
      subject: `contact-file:${id}`,
      outcome: 'done',
      data: { dueAt: dueAt.toISOString() },
    });
    const opened = await contactFile(tx, id);
    if (!opened) throw new Error(`contact file ${id} has vanished`);
    return opened;
  });
}
