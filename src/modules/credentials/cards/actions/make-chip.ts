import { sql } from 'kysely';
import { civilDay } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { hashPin, randomDigits, randomToken } from '../../../../platform/secrets.js';
import type { Issued, LeafKeys } from '../../ca/issue.js';
import { personalCodeProblem } from '../../ecps/rules/personal-code.js';
import { cardExtensions, cardSubject, type Holder } from '../rules/content.js';
import { type ChipModel, modelOn } from '../rules/generations.js';
import { CARD_KINDS, type CardType } from '../rules/kinds.js';

/** Two certificates with their keys, as files for browsers and programs, and the codes that protect them. */
export interface Chip {
  readonly number: string;
  readonly model: ChipModel;
  readonly certificates: { readonly usage: 'AUTH' | 'SIGN'; readonly made: Issued }[];
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

/** The keys of both certificates, made beforehand. */
export type ChipKeys = Readonly<Record<'AUTH' | 'SIGN', LeafKeys>>;

/** Makes the chip of a card; its certificates are worth nothing until they are recorded. Not inside a transaction. */
export async function makeChip(ctx: Ctx, type: CardType, holder: Holder, keys?: ChipKeys): Promise<Chip> {
  // Read when a card is made: the program starts without these libraries.
  const { issueCardCertificate } = await import('../../ca/issue.js');
  const { makePkcs12, RANDOM_PASSWORD_ROUNDS } = await import('../../ca/pkcs12.js');
  const codes = drawCodes();
  // Both take their time, and neither waits for the other.
  const hashing = hashCodes(ctx, codes);
  const [number, model] = [await nextNumber(ctx), modelOn(civilDay(ctx.clock.now()))];
  const test = ctx.config.profile === 'sandbox';
  const order = {
    subject: cardSubject(type, holder),
    otherNames: [{ type: 'upn' as const, value: `${holder.idNat}@carte-cps.fr` }],
    privateExtensions: cardExtensions({ type, number, profession: holder.profession }, test),
  };
  const certificate = (usage: 'AUTH' | 'SIGN') =>
    issueCardCertificate(
      ctx,
      CARD_KINDS[type].authority,
      order,
      { usage, years: model.years },
      keys?.[usage],
    );
  const [auth, sign] = await Promise.all([certificate('AUTH'), certificate('SIGN')]);
  const password = randomToken(9);
  const file = (made: Issued, word: string) =>
    makePkcs12(
      { ...made, name: `${type} ${number}${word}${test ? ' TEST' : ''}` },
      password,
      RANDOM_PASSWORD_ROUNDS,
    );
  const [pkcs12, signature] = await Promise.all([file(auth, ''), file(sign, ' signature')]);
  return {
    ...{ number, model, password, ...codes, pkcs12, signature },
    hashes: await hashing,
    certificates: [
      { usage: 'AUTH', made: auth },
      { usage: 'SIGN', made: sign },
    ],
  };
}

/** Ten digits; the range 99 is not one of the national issuer. */
async function nextNumber(ctx: Ctx): Promise<string> {
  const drawn = await one(ctx.db, sql<{ n: number }>`select nextval('credentials.card_numbers') as n`);
  return `99${String(drawn?.n ?? 0).padStart(8, '0')}`;
}

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

/** Codes as the table keeps them. */
export async function hashCodes(ctx: Ctx, { pin, puk }: CardCodes) {
  const { secret } = ctx.config;
  return { pinHash: await hashPin(secret, pin), pukHash: await hashPin(secret, puk) };
}
