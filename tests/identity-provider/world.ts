import { sql } from 'kysely';
import { ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import {
  contactsForActivation,
  type NewService,
  registerService,
} from '../../src/modules/identity-provider/index.js';
import { startDoor, type TestDoor } from '../support/door.js';

export const PIN = '2580';

export interface World extends TestDoor {
  readonly issuer: string;
}

/** Pro Santé Connect alone, on a real port and a real database, with other prefixes of the program if given. */
export async function world(
  prefixes: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<World> {
  const door = await startDoor(['/auth', ...prefixes], { env });
  return { ...door, issuer: `${door.origin}/auth/realms/esante-wallet` };
}

/** Puts a person in the provider's copy, as the directory would have published it. */
export async function publish(w: World, person: EntryPerson, active = true): Promise<void> {
  const { idNat, version } = person;
  await sql`insert into identity_provider.people as held (id_nat, version, active, person, updated_at)
    values (${idNat}, ${version}, ${active}, ${JSON.stringify(person)}::jsonb, now())
    on conflict (id_nat) do update set version = excluded.version, active = excluded.active,
      person = excluded.person where held.version < excluded.version`.execute(w.ctx.db);
}

export interface Phone {
  /** Answers the request that waits, as the person would. */
  answer(decision: 'approve' | 'refuse', number?: number): Promise<void>;
}

/** Activates an e-CPS for a published person, through the two secrets, whatever ways the rules open on that day. */
export async function activatePhone(w: World, idNat: string): Promise<Phone> {
  const contacts = await contactsForActivation(w.ctx, idNat);
  if (!contacts) throw new Error(`${idNat} has no contacts`);
  await ecps.startActivation(w.ctx, { ...contacts, origin: w.origin });
  const link = /#a=([\w-]+)/.exec(w.mails.at(-1)?.text ?? '')?.[1] ?? '';
  const smsCode = /\b(\d{6})\b/.exec(w.texts.at(-1)?.text ?? '')?.[1] ?? '';
  const { activationToken } = await ecps.openActivation(w.ctx, link);
  const key = await ecps.makeDeviceKey();
  const { publicKeyJwk } = key;
  const { ecpsId } = await ecps.completeActivation(w.ctx, {
    ...{ activationToken, smsCode, pin: PIN, publicKeyJwk },
    ...{ deviceName: 'Essai', platform: 'android' as const },
  });
  return {
    async answer(decision, number) {
      const [waiting] = await ecps.pendingRequests(w.ctx, ecpsId);
      const request = await ecps.requestWithNumber(w.ctx, ecpsId, waiting?.id ?? '');
      if (!request) throw new Error('nothing waits on this phone');
      const answer = ecps.signAnswer(key.privateKeyJwk, {
        requestId: request.id,
        nonce: request.nonce,
        clientId: request.clientId,
        number: number ?? request.rightNumber,
        decision,
        origin: w.origin,
      });
      await ecps.answerRequest(w.ctx, { ecpsId, requestId: request.id, answer, pin: PIN });
    },
  };
}

export const BACK = 'https://service.example/retour';
export const AFTER_LOGOUT = 'https://service.example/au-revoir';

export const newService = (w: World, more: Partial<NewService> = {}) =>
  registerService(w.ctx, {
    name: 'Dossier de soins',
    redirectUris: [BACK],
    postLogoutRedirectUris: [AFTER_LOGOUT],
    ...more,
  });
