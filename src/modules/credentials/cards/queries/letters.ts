import { sql } from 'kysely';
import { civilDay } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import { type Address, addressLines } from '../../../structures/index.js';
import { errors } from '../errors.js';
import { letterPdf } from '../letter-pdf.js';
import { type LetterKind, openLetter } from '../letter-store.js';
import type { CardType } from '../rules/kinds.js';
import { letterText } from '../rules/letter-text.js';
import type { HolderNames } from '../store.js';

/** A letter that left; what it holds stays sealed. */
export interface Letter {
  readonly id: string;
  readonly kind: LetterKind;
  readonly cardNumber: string;
  readonly type: CardType;
  readonly idNat: string;
  readonly names: HolderNames;
  /** As the envelope says: the name, then the address. */
  readonly to: readonly string[];
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly returnedAt: Date | null;
  /** False once printed: its content was erased. */
  readonly readable: boolean;
}

/** What is in an envelope. */
export interface LetterContent {
  /** Of the letter with the card: the chip as files, base64, and what opens them. */
  readonly pkcs12?: string;
  readonly signature?: string;
  readonly password?: string;
  /** Of the letter with the codes. */
  readonly pin?: string;
  readonly puk?: string;
}

type Row = Omit<Letter, 'to' | 'readable'> & { readonly deliverTo: Address; readonly sealed: string | null };

/** The letters that left, newest first. @param whose of one holder (idNat); all of them when left out */
export async function letters(ctx: Pick<Ctx, 'db'>, whose?: string, limit = 50): Promise<Letter[]> {
  const which = whose === undefined ? sql`true` : sql`c.id_nat = ${whose}`;
  return (await read(ctx, which, limit)).map(toLetter);
}

/** One letter with what it holds. @throws errors.unknownLetter, also once it was erased */
export async function letterOf(
  ctx: Pick<Ctx, 'db' | 'config'>,
  id: string,
): Promise<{ letter: Letter; content: LetterContent }> {
  const [found] = await read(ctx, sql`l.id::text = ${id}`, 1);
  const content = found && openLetter<LetterContent>(ctx, found.sealed);
  if (!found || !content) throw errors.unknownLetter();
  return { letter: toLetter(found), content };
}

/** The same as a page to print, PDF. @throws errors.unknownLetter */
export async function printLetter(ctx: Pick<Ctx, 'db' | 'config'>, id: string): Promise<Buffer> {
  const { letter, content } = await letterOf(ctx, id);
  const { kind, type, cardNumber: number } = letter;
  const codes = { pin: content.pin ?? '', puk: content.puk ?? '' };
  return letterPdf({
    ...letterText({ kind, type, number, until: shown(letter.expiresAt), codes }),
    ...{ to: letter.to, day: shown(letter.sentAt), sentAt: letter.sentAt },
    ...(ctx.config.profile === 'sandbox' && { banner: 'Bac à sable : données fictives' }),
  });
}

function read(ctx: Pick<Ctx, 'db'>, which: ReturnType<typeof sql>, limit: number): Promise<Row[]> {
  return rows(
    ctx.db,
    sql<Row>`select l.id, l.kind, l.card_number as "cardNumber", c.type, c.id_nat as "idNat", c.holder as names,
        l.deliver_to as "deliverTo", l.sent_at as "sentAt", c.expires_at as "expiresAt", l.returned_at as "returnedAt",
        l.sealed
      from credentials.card_letters l join credentials.cards c on c.number = l.card_number
      where ${which} order by l.sent_at desc, l.id limit ${limit}`,
  );
}

function toLetter({ deliverTo, sealed, ...row }: Row): Letter {
  const name = [row.names.givenName, row.names.familyName].filter(Boolean).join(' ');
  return { ...row, to: [name, ...addressLines(deliverTo)], readable: sealed !== null };
}

const shown = (at: Date): string => civilDay(at).split('-').reverse().join('/');
