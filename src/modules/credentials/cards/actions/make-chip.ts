import { sql } from 'kysely';
import { civilDay } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import type { Db } from '../../../../platform/db/connection.js';
import { statement } from '../../../../platform/db/statement.js';
import { FEW_ROUNDS, hashPin, randomDigits, randomToken } from '../../../../platform/secrets.js';
import type { CardUsage, ChipKeys, Issued } from '../../ca/issue.js';
import { personalCodeProblem } from '../../ecps/rules/personal-code.js';
import { cardExtensions, cardSubject, type Holder } from '../rules/content.js';
import { type ChipModel, modelOn, validUntil } from '../rules/generations.js';
import { CARD_KINDS, type CardType } from '../rules/kinds.js';

/** Two certificates with their keys, as files for browsers and programs, and the codes that protect them. */
export interface Chip {
  readonly number: string;
  readonly model: ChipModel;
  readonly certificates: { readonly usage: CardUsage; readonly made: Issued }[];
  /** The key to sign in with. */
  readonly pkcs12: Buffer;
  /** The key to sign documents with. */
  readonly signature: Buffer;
  /** Opens both files; it has nothing to do with the code of the card. */
  readonly password: string;
  readonly pin: string;
  readonly puk: string;
  /** Both codes as the table keeps them. */
  readonly hashes: { readonly pinHash: string; readonly pukHash: string };
}

const DAY = 86_400_000;

/** Makes the chip of a card; its certificates are worth nothing until they are recorded. Not inside a transaction. */
export async function makeChip(ctx: Ctx, type: CardType, holder: Holder, keys?: ChipKeys): Promise<Chip> {
  // Read when a card is made: the program starts without these libraries.
  const { issueCardCertificates } = await import('../../ca/issue.js');
  const { pkcs12Writer, RANDOM_PASSWORD_ROUNDS } = await import('../../ca/pkcs12.js');
  const [codes, password] = [drawCodes(), randomToken(9)];
  // All of these take their time, and none waits for another.
  const [writing, hashing] = [pkcs12Writer(password, RANDOM_PASSWORD_ROUNDS), hashCodes(ctx, codes)];
  const now = ctx.clock.now();
  const [number, model] = [await nextNumber(ctx), modelOn(civilDay(now))];
  const test = ctx.config.profile === 'sandbox';
  const order = {
    subject: cardSubject(type, holder),
    otherNames: [{ type: 'upn' as const, value: `${holder.idNat}@carte-cps.fr` }],
    privateExtensions: cardExtensions({ type, number, profession: holder.profession }, test),
  };
  const { authority } = CARD_KINDS[type];
  const days = (validUntil(model, now).getTime() - now.getTime()) / DAY;
  const { AUTH, SIGN } = await issueCardCertificates(ctx, authority, order, days, keys);
  const write = await writing;
  const file = (made: Issued, word: string) =>
    write({ ...made, name: `${type} ${number}${word}${test ? ' TEST' : ''}` });
  return {
    ...{ number, model, password, ...codes },
    ...{ pkcs12: file(AUTH, ''), signature: file(SIGN, ' signature') },
    hashes: await hashing,
    certificates: [
      { usage: 'AUTH', made: AUTH },
      { usage: 'SIGN', made: SIGN },
    ],
  };
}

/** Numbers drawn by one statement. Those that are left when the process ends are given to nobody. */
const AT_A_TIME = 8;

const drawn = new WeakMap<Db, number[]>();

/** Ten digits; the range 99 is not one of the national issuer. */
async function nextNumber({ db }: Ctx): Promise<string> {
  const left = drawn.get(db) ?? [];
  drawn.set(db, left);
  if (left.length === 0) {
    const { rows } = await drawNumbers(db, { count: AT_A_TIME });
    left.push(...rows.map(({ n }) => n));
  }
  return `99${String(left.shift()).padStart(8, '0')}`;
}

const drawNumbers = statement<{ count: number }, { n: number }>(
  'card_numbers',
  (value) => sql`select nextval('credentials.card_numbers') as n
    from generate_series(1, ${value('count')}::int)`,
);

export interface CardCodes {
  /** Four digits, asked at each sign-in. */
  readonly pin: string;
  /** Eight digits, to unblock. */
  readonly puk: string;
}

/** The two codes of a card, at random; a weak one is drawn again. */
export function drawCodes(): CardCodes {
  const pin = randomDigits(4);
  return personalCodeProblem(pin) ? drawCodes() : { pin, puk: randomDigits(8) };
}

/**
 * Codes as the table keeps them. The unblocking code takes no more rounds than the other: whoever could try it has had the
 * four digits beside it long before, and unblocking would give him nothing else.
 */
export async function hashCodes(ctx: Ctx, { pin, puk }: CardCodes) {
  const { secret } = ctx.config;
  const [pinHash, pukHash] = await Promise.all([hashPin(secret, pin), hashPin(secret, puk, FEW_ROUNDS)]);
  return { pinHash, pukHash };
}
