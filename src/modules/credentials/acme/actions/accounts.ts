import type { JWK } from 'jose';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { randomToken } from '../../../../platform/secrets.js';
import { mailContacts } from '../rules/contacts.js';
import { AcmeProblem } from '../rules/problem.js';
import { readSignedRequest } from '../rules/signed-request.js';
import { isSameKey, jsonOf, signedBy, thumbprintOf } from '../signed.js';
import { type AcmeAccount, accountBy } from '../store.js';
import { keyHolder, unboundSecret } from './keys.js';

const asked = z.looseObject({
  contact: z.array(z.string()).max(10).optional(),
  termsOfServiceAgreed: z.boolean().optional(),
  onlyReturnExisting: z.boolean().optional(),
  externalAccountBinding: z.unknown().optional(),
});

/**
 * Makes the account of a program, or finds the one of its key (RFC 8555 §7.3). A new one is bound to an organisation by
 * an external key (§7.3.4), which serves once.
 * @throws AcmeProblem accountDoesNotExist, externalAccountRequired, unauthorized, unsupportedContact, malformed
 */
export async function newAccount(
  ctx: Ctx,
  { jwk, payload, address }: { readonly jwk: JWK; readonly payload: unknown; readonly address: string },
): Promise<{ account: AcmeAccount; made: boolean }> {
  const read = asked.safeParse(payload);
  if (!read.success) throw new AcmeProblem('malformed', 'Cette demande de compte ne se lit pas.');
  const thumbprint = await thumbprintOf(jwk);
  const known = await accountBy(ctx, { thumbprint });
  if (known?.state === 'deactivated') throw new AcmeProblem('unauthorized', 'Ce compte a été fermé.');
  if (known) return { account: known, made: false };
  if (read.data.onlyReturnExisting)
    throw new AcmeProblem('accountDoesNotExist', 'Cette clé n’a pas de compte.');
  const contacts = mailContacts(read.data.contact ?? []);
  const keyId = await boundKey(ctx, read.data.externalAccountBinding, jwk, address);
  return { account: await make(ctx, { jwk, thumbprint, contacts, keyId }), made: true };
}

async function make(
  ctx: Ctx,
  to: { readonly jwk: JWK; readonly thumbprint: string; readonly contacts: string[]; readonly keyId: string },
): Promise<AcmeAccount> {
  const id = randomToken(12);
  await transaction(ctx, async (tx) => {
    const made = await one(
      tx.db,
      sql`insert into credentials.acme_accounts (id, thumbprint, jwk, contacts, key_id)
        values (${id}, ${to.thumbprint}, ${JSON.stringify(to.jwk)}::jsonb, ${to.contacts}, ${to.keyId})
        on conflict do nothing returning id`,
    );
    if (!made) throw wrongBinding();
    const holder = await keyHolder(tx, to.keyId);
    await journal(tx, {
      act: 'credentials.open-acme-account',
      subject: holder?.bearer.nationalId ?? '',
      outcome: 'done',
      data: { account: id, key: to.keyId },
    });
  });
  return { id, jwk: to.jwk, contacts: to.contacts, state: 'valid', keyId: to.keyId };
}

const wrongBinding = () =>
  new AcmeProblem('unauthorized', 'Cette clé externe n’est pas la bonne, a déjà servi ou a été retirée.');

/** The external key whose holder signed the key of the account (RFC 8555 §7.3.4). @throws AcmeProblem */
async function boundKey(ctx: Ctx, binding: unknown, jwk: JWK, address: string): Promise<string> {
  if (binding === undefined)
    throw new AcmeProblem(
      'externalAccountRequired',
      'Donnez la clé externe (EAB) que l’administrateur technique a faite sur la plateforme IGC.',
    );
  const request = readSignedRequest(binding, ['HS256', 'HS384', 'HS512']);
  if (!('kid' in request.by) || request.nonce !== undefined || request.url !== address)
    throw new AcmeProblem('malformed', 'La clé externe doit être nommée, pour cette adresse et sans nonce.');
  const secret = await unboundSecret(ctx, request.by.kid);
  const signed = await signedBy(request, { kty: 'oct', k: secret ?? '' });
  const same = signed && secret && (await isSameKey(jsonOf(signed), jwk));
  if (same) return request.by.kid;
  const holder = await keyHolder(ctx, request.by.kid);
  const [act, reason, data] = [
    'credentials.open-acme-account',
    'wrong-binding',
    { key: request.by.kid },
  ] as const;
  const subject = holder?.bearer.nationalId ?? 'acme';
  await journal(ctx, { act, subject, outcome: 'refused', reason, data });
  throw wrongBinding();
}
