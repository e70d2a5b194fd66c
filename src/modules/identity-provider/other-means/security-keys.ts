import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import { sql } from 'kysely';
import { isMadeBy } from '../../../platform/attestation.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { claimedCredential, newCredential, provenCounter, siteOf } from '../../../platform/webauthn.js';
import { noteGivenUp } from '../changes/note.js';
import { keyOfOtherMaker, keyRefused, tooManyKeys } from '../errors.js';
import type { Holder } from './holder.js';
import { assertMayEnrol } from './may-enrol.js';

const MOST_KEYS = 5;

/** A key of a person, as its holder sees it. */
export interface SecurityKey {
  readonly id: string;
  readonly name: string;
  readonly boundAt: Date;
  readonly lastUsedAt: Date | null;
}

interface KeyRow extends SecurityKey {
  readonly accountId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: string[];
}

const columns = sql`credential_id id, account_id "accountId", cose_key "publicKey", counter::int, transports, name,
  bound_at "boundAt", last_used_at "lastUsedAt"`;

/** The keys of a person that work, newest first. */
export function securityKeysOf(ctx: Pick<Ctx, 'db'>, accountId: string): Promise<SecurityKey[]> {
  return rows(
    ctx.db,
    sql<SecurityKey>`select credential_id id, name, bound_at "boundAt", last_used_at "lastUsedAt"
      from identity_provider.security_keys where account_id = ${accountId} and ended_at is null order by bound_at desc`,
  );
}

/** What a browser needs to make a key for a person; keep `challenge` until the answer. WebAuthn §5.4. */
export async function keyOptions(ctx: Ctx, person: Holder) {
  const held = await securityKeysOf(ctx, person.accountId);
  return generateRegistrationOptions({
    rpName: 'Pro Santé Connect',
    rpID: siteOf(ctx).rpID,
    userName: person.idNat,
    userDisplayName: `${person.givenName} ${person.familyName}`,
    userID: Buffer.from(person.accountId),
    // Who made the key is asked for where it matters only: the browser then says so to the person.
    attestationType: ctx.config.securityKeyMakers.length > 0 ? 'direct' : 'none',
    excludeCredentials: held.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/**
 * Binds the key that answered to the person. `signedInBy`: how the session in which it is done was opened.
 * @throws errors.keyRefused, keyOfOtherMaker where the operator names makers, tooManyKeys, notStrongEnough
 */
export async function bindKey(
  ctx: Ctx,
  person: Holder,
  given: {
    readonly answer: string;
    readonly challenge: string;
    readonly name: string;
    readonly signedInBy: string;
  },
): Promise<void> {
  assertMayEnrol(ctx, given.signedInBy);
  const credential = await newCredential(ctx, given.answer, given.challenge);
  if (!credential) throw keyRefused();
  const { securityKeyMakers: makers } = ctx.config;
  if (makers.length > 0 && !isMadeBy(credential.attestation, makers, new Date())) throw keyOfOtherMaker();
  const name = given.name.trim().slice(0, 60) || 'Ma clé';
  await transaction(ctx, async (tx) => {
    const kept = await affected(
      tx.db,
      sql`insert into identity_provider.security_keys (credential_id, account_id, cose_key, counter, transports, name,
          bound_with, bound_at)
        select ${credential.id}, ${person.accountId}, ${credential.publicKey},
          ${credential.counter}, ${credential.transports ?? []}, ${name}, ${given.signedInBy}, ${tx.clock.now()}
        where (select count(*) from identity_provider.security_keys
          where account_id = ${person.accountId} and ended_at is null) < ${MOST_KEYS}
        on conflict do nothing`,
    );
    if (kept === 0) throw tooManyKeys(MOST_KEYS);
    const data = { boundWith: given.signedInBy };
    await journal(tx, { act: 'identity-provider.bind-key', subject: person.idNat, outcome: 'done', data });
  });
}

/** Ends a key of that person, for good. Out: whether there was one. */
export function endKey(ctx: Ctx, person: Pick<Holder, 'accountId' | 'idNat'>, id: string): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const ended = sql`update identity_provider.security_keys set ended_at = ${tx.clock.now()}
      where credential_id = ${id} and account_id = ${person.accountId} and ended_at is null`;
    if ((await affected(tx.db, ended)) === 0) return false;
    await noteGivenUp(tx, { idNat: person.idNat, means: 'WEBAUTHN', cause: `key:${id}` });
    await journal(tx, { act: 'identity-provider.end-key', subject: person.idNat, outcome: 'done' });
    return true;
  });
}

/** What a browser needs to ask for any key of this site; keep `challenge` until the answer. WebAuthn §5.5. */
export const askForKey = (ctx: Pick<Ctx, 'config'>) =>
  generateAuthenticationOptions({ rpID: siteOf(ctx).rpID, userVerification: 'required' });

/**
 * Who the key speaks for: it signed that challenge, for this site, after its holder's finger or code. Undefined when
 * anything is not so. The counter moves on by one conditional update: a copy of the key that lags behind is refused.
 */
export async function accountOfKey(ctx: Ctx, answer: string, challenge: string): Promise<string | undefined> {
  const key = await one(
    ctx.db,
    sql<KeyRow>`select ${columns} from identity_provider.security_keys
      where credential_id = ${claimedCredential(answer)} and ended_at is null`,
  );
  if (!key) return undefined;
  const newCounter = await provenCounter(ctx, answer, challenge, key);
  if (newCounter === undefined) return undefined;
  const used = sql`update identity_provider.security_keys set counter = ${newCounter}, last_used_at = ${ctx.clock.now()}
    where credential_id = ${key.id} and ended_at is null and (counter < ${newCounter} or ${newCounter} = 0)`;
  return (await affected(ctx.db, used)) === 1 ? key.accountId : undefined;
}
