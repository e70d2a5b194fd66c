import { sql } from 'kysely';
import { ecps } from '../../modules/credentials/index.js';
import type { Ctx } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { Refusal } from '../../platform/errors.js';
import { testPeople } from '../people.js';
import { answerOnPhone, createPhone, phoneRequests } from '../phones.js';

/** Who signs in for the bot. */
export interface Person {
  readonly idNat: string;
  readonly names: readonly string[];
  /** Says yes on the phone to the sign-in that waits. @throws when none does */
  approve(): Promise<void>;
}

const nobody = (): Refusal =>
  new Refusal({
    code: 'sandbox.nobody-to-sign-in',
    status: 409,
    message: 'Personne ne peut se connecter : donnez l’identifiant national d’une personne publiée.',
  });

/** A person of the sandbox with a phone that answers; the first published one unless named. */
export async function testPersonWithPhone(ctx: Ctx, wanted?: string): Promise<Person> {
  const people = await testPeople(ctx, { limit: 100, ...(wanted === undefined && { family: 'ordre' }) });
  const chosen = wanted === undefined ? people[0] : people.find(({ idNat }) => idNat === wanted);
  const idNat = chosen?.idNat ?? wanted;
  if (idNat === undefined) throw nobody();
  const phone = (await livePhone(ctx, idNat)) ?? (await createPhone(ctx, idNat)).id;
  return {
    idNat,
    names: chosen ? [chosen.familyName, chosen.givenName].filter((name) => name.length > 2) : [],
    async approve() {
      const [waiting] = await phoneRequests(ctx, phone);
      if (!waiting) throw new Error('aucune demande n’est arrivée sur le téléphone');
      await answerOnPhone(ctx, phone, waiting.id, { decision: 'approve' });
    },
  };
}

/** A phone that a former run, or a test, left in service. */
async function livePhone(ctx: Ctx, idNat: string): Promise<string | undefined> {
  const means = (await ecps.meansOf(ctx, [idNat])).get(idNat);
  if (means?.state !== 'active' || means.expiresAt <= ctx.clock.now()) return undefined;
  const held = await one(
    ctx.db,
    sql<{
      id: string;
    }>`select id from sandbox.phones where ecps_id = ${means.id} order by created_at desc limit 1`,
  );
  return held?.id;
}
