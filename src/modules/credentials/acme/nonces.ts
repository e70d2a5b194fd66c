import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { randomToken, sameText } from '../../../platform/secrets.js';

const LIFE_SECONDS = 3600;

/** A nonce (RFC 8555 §6.5): it carries its own end and our mark, so that asking for one writes nothing. */
export function newNonce({ config }: Pick<Ctx, 'config'>): string {
  const until = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
  const text = `${until.toString(36)}_${randomToken(16)}`;
  return `${text}_${mark(config.secret, text)}`;
}

/** Spends a nonce; false when it is not one of ours, too old, or was used before, here or in another process. */
export async function spendNonce(ctx: Pick<Ctx, 'db' | 'config'>, nonce: string): Promise<boolean> {
  const cut = nonce.length - MARK_LENGTH;
  const text = nonce.slice(0, Math.max(0, cut - 1));
  if (cut < 2 || !sameText(nonce.slice(cut), mark(ctx.config.secret, text))) return false;
  const until = Number.parseInt(text.split('_')[0] ?? '', 36);
  if (!(until > Date.now() / 1000)) return false;
  const spent = sql`insert into credentials.acme_spent_nonces (nonce, until)
    values (${nonce}, to_timestamp(${until})) on conflict do nothing`;
  return (await affected(ctx.db, spent)) === 1;
}

const MARK_LENGTH = 32;

const mark = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(`credentials:acme-nonce\0${text}`).digest('hex').slice(0, MARK_LENGTH);
