import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, transaction } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import type { FieldProblem } from '../../platform/errors.js';
import { enqueue } from '../../platform/jobs.js';
import { journal } from '../../platform/journal.js';
import { incomplete, unknownTicket } from './errors.js';
import { type Category, isCategory } from './rules/categories.js';
import { TELL_ANSWER } from './tell-answer.js';

export const LONGEST_TEXT = 5000;
const LONGEST_SUBJECT = 150;

export interface NewTicket {
  /** Null for somebody who cannot sign in: nobody reads the ticket here, its answer goes by mail. */
  readonly account: string | null;
  readonly contact: string;
  readonly category: string;
  readonly subject: string;
  readonly text: string;
}

/** Asks the support something. Out: the number of the ticket. @throws Refusal 422 with each field that lacks */
export function openTicket(ctx: Ctx, asked: NewTicket): Promise<number> {
  const ticket = checked(asked);
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const made = await one(
      tx.db,
      sql<{ id: number }>`insert into guidance.tickets
          (account, contact, category, subject, state, opened_at, last_at)
        values (${ticket.account}, ${ticket.contact}, ${ticket.category}, ${ticket.subject}, 'open', ${now}, ${now})
        returning id`,
    );
    const id = made?.id ?? 0;
    await write(tx, id, { bySupport: false, text: ticket.text });
    return id;
  });
}

/** Goes on with one's own ticket, which waits for an answer again. @throws Refusal 404, 422 */
export function addToTicket(ctx: Ctx, account: string, id: number, text: string): Promise<void> {
  return changed(ctx, sql`account = ${account}`, id, { bySupport: false, text }, 'open');
}

/** Answers a ticket: the first time tells how long the integrator waited. The integrator is told by mail. Journaled. */
export function answerTicket(ctx: Ctx, id: number, text: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    await changed(tx, sql`true`, id, { bySupport: true, text }, 'answered');
    await sql`update guidance.tickets set first_answer_at = coalesce(first_answer_at, ${tx.clock.now()})
      where id = ${id}`.execute(tx.db);
    await journal(tx, { act: 'guidance.answer-ticket', subject: `ticket:${id}`, outcome: 'done' });
    await enqueue(tx, TELL_ANSWER, { id });
  });
}

/** Ends one's own ticket. @throws Refusal 404 */
export async function closeTicket(ctx: Ctx, account: string, id: number): Promise<void> {
  const closed = await one(
    ctx.db,
    sql`update guidance.tickets set state = 'closed' where id = ${id} and account = ${account} returning id`,
  );
  if (!closed) throw unknownTicket();
}

interface Message {
  readonly bySupport: boolean;
  readonly text: string;
}

async function changed(
  ctx: Ctx,
  whose: ReturnType<typeof sql>,
  id: number,
  message: Message,
  state: 'open' | 'answered',
): Promise<void> {
  const text = message.text.trim();
  if (text === '' || text.length > LONGEST_TEXT) throw incomplete([fault('text', 'Écrivez votre message.')]);
  await transaction(ctx, async (tx) => {
    const held = await one(
      tx.db,
      sql`update guidance.tickets set state = ${state}, last_at = ${tx.clock.now()}
        where id = ${id} and ${whose} returning id`,
    );
    if (!held) throw unknownTicket();
    await write(tx, id, { ...message, text });
  });
}

async function write(tx: Ctx, ticket: number, { bySupport, text }: Message): Promise<void> {
  await sql`insert into guidance.messages (ticket, by_support, author, text, at)
    values (${ticket}, ${bySupport}, ${tx.actor}, ${text}, ${tx.clock.now()})`.execute(tx.db);
}

const fault = (field: string, message: string): FieldProblem => ({ field, code: 'required', message });

function checked(asked: NewTicket): NewTicket & { category: Category } {
  const { account, category } = asked;
  const [contact, subject, text] = [asked.contact, asked.subject, asked.text].map((typed) => typed.trim());
  const faults: FieldProblem[] = [];
  if (!z.email().safeParse(contact).success)
    faults.push(fault('contact', 'Une adresse de courriel est attendue : nom@domaine.'));
  if (!subject || subject.length > LONGEST_SUBJECT)
    faults.push(fault('subject', 'Dites en une ligne de quoi il s’agit.'));
  if (!text || text.length > LONGEST_TEXT) faults.push(fault('text', 'Écrivez votre message.'));
  if (!isCategory(category)) faults.push(fault('category', 'Choisissez une catégorie.'));
  if (faults.length > 0 || !isCategory(category)) throw incomplete(faults);
  return { account, category, contact: contact ?? '', subject: subject ?? '', text: text ?? '' };
}
