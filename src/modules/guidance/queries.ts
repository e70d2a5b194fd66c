import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import type { Category } from './rules/categories.js';

type Db = Pick<Ctx, 'db'>;

export interface Ticket {
  readonly id: number;
  readonly contact: string;
  readonly category: Category;
  readonly subject: string;
  readonly state: 'open' | 'answered' | 'closed';
  readonly openedAt: Date;
  readonly firstAnswerAt: Date | null;
  readonly lastAt: Date;
}

export interface TicketMessage {
  readonly bySupport: boolean;
  readonly text: string;
  readonly at: Date;
}

const columns = sql`id, contact, category, subject, state, opened_at as "openedAt",
  first_answer_at as "firstAnswerAt", last_at as "lastAt"`;

/** The tickets of an account, newest first. */
export const ticketsOf = (ctx: Db, account: string): Promise<Ticket[]> =>
  rows(
    ctx.db,
    sql<Ticket>`select ${columns} from guidance.tickets where account = ${account} order by id desc limit 100`,
  );

/** The tickets that wait for an answer, longest first. */
export const waitingTickets = (ctx: Db): Promise<Ticket[]> =>
  rows(
    ctx.db,
    sql<Ticket>`select ${columns} from guidance.tickets where state = 'open' order by last_at limit 200`,
  );

/** One ticket with its messages, oldest first; with an account, only if it is that account's. */
export async function ticket(
  ctx: Db,
  id: number,
  account?: string,
): Promise<(Ticket & { messages: TicketMessage[] }) | undefined> {
  const found = await one(
    ctx.db,
    sql<Ticket>`select ${columns} from guidance.tickets where id = ${id}
      ${account === undefined ? sql`` : sql`and account = ${account}`}`,
  );
  if (!found) return undefined;
  const messages = await rows(
    ctx.db,
    sql<TicketMessage>`select by_support as "bySupport", text, at from guidance.messages
      where ticket = ${id} order by id limit 500`,
  );
  return { ...found, messages };
}

/** By category: how many tickets of the last twelve months, how many wait, and the median time to a first answer. */
export interface TicketFigures {
  readonly category: Category;
  readonly asked: number;
  readonly waiting: number;
  readonly answerMs: number | null;
}

export const ticketFigures = (ctx: Pick<Ctx, 'db' | 'clock'>): Promise<TicketFigures[]> =>
  rows(
    ctx.db,
    sql<TicketFigures>`select category, count(*)::int asked, (count(*) filter (where state = 'open'))::int waiting,
        (percentile_cont(0.5) within group (order by extract(epoch from first_answer_at - opened_at) * 1000)
          filter (where first_answer_at is not null))::float8 as "answerMs"
      from guidance.tickets where opened_at > ${ctx.clock.now()}::timestamptz - interval '12 months'
      group by 1 order by 1`,
  );
