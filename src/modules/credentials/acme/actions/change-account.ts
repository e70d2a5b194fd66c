import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { mailContacts } from '../rules/contacts.js';
import { AcmeProblem } from '../rules/problem.js';
import { readSignedRequest } from '../rules/signed-request.js';
import { isSameKey, jsonOf, signedBy, thumbprintOf } from '../signed.js';
import type { AcmeAccount } from '../store.js';

const change = z.looseObject({
  contact: z.array(z.string()).max(10).optional(),
  status: z.literal('deactivated').optional(),
});

/**
 * Changes the contacts of an account, or closes it for good (RFC 8555 §7.3.2, §7.3.6). Out: the account as it is then.
 * @throws AcmeProblem malformed, unsupportedContact, invalidContact
 */
export async function changeAccount(ctx: Ctx, account: AcmeAccount, payload: unknown): Promise<AcmeAccount> {
  const read = change.safeParse(payload);
  if (!read.success) throw new AcmeProblem('malformed', 'Ce changement ne se lit pas.');
  const contacts = read.data.contact ? mailContacts(read.data.contact) : [...account.contacts];
  const state = read.data.status ?? account.state;
  await transaction(ctx, async (tx) => {
    await sql`update credentials.acme_accounts set contacts = ${contacts}, state = ${state}
      where id = ${account.id}`.execute(tx.db);
    if (state === 'deactivated')
      await journal(tx, { act: 'credentials.close-acme-account', subject: account.id, outcome: 'done' });
  });
  return { ...account, contacts, state };
}

/**
 * Gives an account another key (RFC 8555 §7.3.5). In: the inner request, which the new key signs over the former one.
 * @throws AcmeProblem malformed; unauthorized with 409 when the new key has an account already
 */
export async function changeKey(
  ctx: Ctx,
  account: AcmeAccount,
  {
    inner,
    address,
    accountUrl,
  }: { readonly inner: unknown; readonly address: string; readonly accountUrl: string },
): Promise<void> {
  const request = readSignedRequest(inner);
  const jwk = 'jwk' in request.by ? request.by.jwk : undefined;
  const signed = jwk && (await signedBy(request, jwk));
  if (!jwk || !signed || request.url !== address || request.nonce !== undefined)
    throw new AcmeProblem('malformed', 'La nouvelle clé n’a pas signé cette demande pour cette adresse.');
  const said = z
    .object({ account: z.literal(accountUrl), oldKey: z.looseObject({ kty: z.string() }) })
    .safeParse(jsonOf(signed));
  if (!said.success || !(await isSameKey(said.data.oldKey, account.jwk)))
    throw new AcmeProblem('malformed', 'La nouvelle clé n’a pas signé l’ancienne de ce compte.');
  const thumbprint = await thumbprintOf(jwk);
  await transaction(ctx, async (tx) => {
    const changed = await one(
      tx.db,
      sql`update credentials.acme_accounts set jwk = ${JSON.stringify(jwk)}::jsonb, thumbprint = ${thumbprint}
        where id = ${account.id}
          and not exists (select from credentials.acme_accounts where thumbprint = ${thumbprint}) returning id`,
    );
    if (!changed) throw new AcmeProblem('unauthorized', 'Cette clé a déjà un compte.', { status: 409 });
    await journal(tx, { act: 'credentials.change-acme-key', subject: account.id, outcome: 'done' });
  });
}
