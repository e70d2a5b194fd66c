import { sql } from 'kysely';
import { startDoor, type TestDoor } from '../support/door.js';
import { PERSON, type World } from './world.js';

export type PhoneApp = TestDoor;

/** The phone portal alone, on a database and a loopback port of its own; mail and SMS are kept in memory. */
export const startPhoneApp = (): Promise<PhoneApp> => startDoor(['/e-cps'], { connections: 24 });

/** The person as Pro Santé Connect would have received her. */
export async function publish(w: World, person: typeof PERSON = PERSON): Promise<void> {
  const [givenName, birthName] = person.displayName.split(' ');
  const copied = {
    idNat: person.idNat,
    state: 'active',
    otherIds: [],
    civilStatus: { givenNames: [givenName], birthName },
    correspondence: { mail: person.mail, mobile: { e164: person.mobile } },
    exercises: [],
  };
  await sql`insert into identity_provider.people (id_nat, version, active, person, updated_at)
    values (${person.idNat}, 1, true, ${JSON.stringify(copied)}::jsonb, now())`.execute(w.ctx.db);
}
