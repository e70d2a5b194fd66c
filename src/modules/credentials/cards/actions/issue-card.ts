import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { hashPin, randomDigits, randomToken } from '../../../../platform/secrets.js';
import type { Certified } from '../../ca/certify.js';
import { recordCertificate } from '../../ca/register.js';
import { personalCodeProblem } from '../../ecps/rules/personal-code.js';
import { errors } from '../errors.js';
import { issued } from '../events.js';
import { cardExtensions, cardSubject, type Holder } from '../rules/content.js';
import { cardValidUntil } from '../rules/durations.js';
import { CARD_KINDS, type CardType, kindsFor } from '../rules/kinds.js';
import { cardCount } from '../store.js';
import { opposeCurrent } from './oppose-card.js';

/** A virtual card, told once: the chip as a PKCS#12 file, and the letter with the two codes. */
export interface IssuedCard {
  readonly number: string;
  readonly type: CardType;
  readonly pkcs12: Buffer;
  /** Opens the file; it has nothing to do with the code of the card. */
  readonly password: string;
  /** Four digits, asked at each sign-in. */
  readonly pin: string;
  /** Eight digits, to unblock. */
  readonly puk: string;
}

/**
 * Makes a card for a person. One of a type at once: the former one is opposed as replaced.
 * @throws errors.wrongKind when such a person cannot hold such a card
 */
export async function issueCard(
  ctx: Ctx,
  order: { type?: CardType | undefined; holder: Holder },
): Promise<IssuedCard> {
  const { holder } = order;
  const allowed = kindsFor(holder.idNat);
  const type = order.type ?? allowed[0] ?? 'CPE';
  if (!allowed.includes(type)) throw errors.wrongKind(allowed);
  const number = await nextNumber(ctx);
  const chip = await makeChip(ctx, type, number, holder);
  const codes = { pin: drawCode(), puk: randomDigits(8) };
  await record(ctx, { type, number, idNat: holder.idNat, ...chip, ...codes });
  return { number, type, pkcs12: chip.pkcs12, password: chip.password, ...codes };
}

/** Ten digits; the range 99 is not one of the national issuer. */
async function nextNumber(ctx: Ctx): Promise<string> {
  const drawn = await one(ctx.db, sql<{ n: number }>`select nextval('credentials.card_numbers') as n`);
  return `99${String(drawn?.n ?? 0).padStart(8, '0')}`;
}

async function makeChip(ctx: Ctx, type: CardType, number: string, holder: Holder) {
  // Read when a card is made: the program starts without these libraries.
  const { issueCardCertificate } = await import('../../ca/issue.js');
  const { makePkcs12 } = await import('../../ca/pkcs12.js');
  const test = ctx.config.profile === 'sandbox';
  const made = await issueCardCertificate(ctx, CARD_KINDS[type].authority, {
    subject: cardSubject(type, holder),
    otherNames: [{ type: 'upn', value: `${holder.idNat}@carte-cps.fr` }],
    privateExtensions: cardExtensions({ type, number, profession: holder.profession }, test),
  });
  const password = randomToken(9);
  const name = `${type} ${number}${test ? ' TEST' : ''}`;
  return { made, password, pkcs12: await makePkcs12({ ...made, name }, password) };
}

function drawCode(): string {
  const code = randomDigits(4);
  return personalCodeProblem(code) ? drawCode() : code;
}

interface NewCard {
  readonly type: CardType;
  readonly number: string;
  readonly idNat: string;
  readonly made: Certified;
  readonly pin: string;
  readonly puk: string;
}

async function record(ctx: Ctx, card: NewCard): Promise<void> {
  const { secret } = ctx.config;
  const [pinHash, pukHash] = [await hashPin(secret, card.pin), await hashPin(secret, card.puk)];
  const at = ctx.clock.now();
  await transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`credentials.cards:${card.idNat}`}, 0))`.execute(
      tx.db,
    );
    await opposeCurrent(tx, card.idNat, card.type);
    await sql`insert into credentials.cards (number, type, id_nat, state, pin_hash, puk_hash, issued_at, expires_at)
      values (${card.number}, ${card.type}, ${card.idNat}, 'active', ${pinHash}, ${pukHash}, ${at},
        ${cardValidUntil(at)})`.execute(tx.db);
    await recordCertificate(tx, card.made);
    await sql`insert into credentials.card_certificates (serial, card_number, usage)
      values (${card.made.serial}, ${card.number}, 'AUTH')`.execute(tx.db);
    await emit(tx, [issued(card, await cardCount(tx, card.idNat), card.type)]);
    await journal(tx, {
      act: 'credentials.issue-card',
      subject: card.idNat,
      outcome: 'done',
      data: { number: card.number, type: CARD_KINDS[card.type].label },
    });
  });
}
