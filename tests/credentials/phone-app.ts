import { sql } from 'kysely';
import { startDoor, type TestDoor } from '../support/door.js';
import { PERSON, type World } from './world.js';

export type PhoneApp = TestDoor;

/** The phone portal alone, on a database and a loopback port of its own; mail and SMS are kept in memory. */
export const startPhoneApp = (): Promise<PhoneApp> => startDoor(['/e-cps'], { connections: 24 });

/** The person as Pro Santé Connect would have received her. */
export async function publish(w: World, person: typeof PERSON = PERSON): Promise<void> {
  const [givenName, familyName] = person.displayName.split(' ');
  await sql`insert into identity_provider.people
      (id_nat, version, active, given_name, family_name, claims, mail, mobile_e164, updated_at)
    values (${person.idNat}, 1, true, ${givenName}, ${familyName}, '{}', ${person.mail}, ${person.mobile}, now())`.execute(
    w.ctx.db,
  );
}
