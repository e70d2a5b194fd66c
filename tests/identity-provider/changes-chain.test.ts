import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeMember, registerMember } from '../../src/modules/authorities/index.js';
import { noteCopies } from '../../src/modules/identity-provider/changes/note.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { eventType } from '../../src/modules/identity-provider/rules/changes.js';
import { receive } from '../../src/modules/registry/index.js';
import { as, type Ctx } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { BACK } from './world.js';

let t: TestApp;
let agent: Ctx;

beforeAll(async () => {
  t = await startTestApp();
  agent = as(t.app.ctx, 'agent:essai');
});
afterAll(() => t.stop());

/** A service that knows a doctor, and what it is told when it asks. */
async function known() {
  const { memberId } = await registerMember(agent, doctor(11));
  const [outcome] = await receive(t.app.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error('not received');
  await t.settle();
  const options = { events: { delivery: 'poll' as const } };
  const service = await registerService(t.app.ctx, { name: 'Dossier', redirectUris: [BACK], options });
  await sql`insert into identity_provider.known_subjects (client_id, account_id, subject)
    select ${service.clientId}, account_id, 'connu' from identity_provider.people
    where id_nat = ${outcome.idNat}`.execute(t.app.ctx.db);
  const told = async () => {
    const answer = await fetch(
      `${t.origin}/auth/realms/esante-wallet/protocol/openid-connect/ext/events/poll`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa(`${service.clientId}:${service.clientSecret}`)}`,
        },
        body: '{}',
      },
    );
    const { sets } = (await answer.json()) as { sets: Record<string, string> };
    return Object.values(sets).map((set) => decodeJwt(set));
  };
  return { memberId, idNat: outcome.idNat, service, told };
}

it('a change made at the ordre is told to a service that knows the person, and a load of the directory too, once', async () => {
  const { memberId, idNat, service, told } = await known();
  expect(await told()).toEqual([]);
  await changeMember(agent, {
    memberId,
    act: 'correct',
    change: (record) => ({
      ...record,
      exercises: record.exercises.map((e) => ({ ...e, name: 'NOUVEAU-NOM' })),
    }),
  });
  await t.settle();
  const [first] = await told();
  expect(first).toMatchObject({ sub_id: { sub: 'connu' }, aud: service.clientId });
  expect(Object.keys(first?.events as object)).toEqual([eventType('record-updated')]);
  await sql`delete from identity_provider.change_notices`.execute(t.app.ctx.db);
  const [load] = await rows(
    t.app.ctx.db,
    sql<{ publication: number }>`select publication from directory.published_people where id_nat = ${idNat}`,
  );
  const publication = Number(load?.publication);
  for (const number of [publication, publication, publication + 1])
    await noteCopies(t.app.ctx, { publication: number });
  const noted = await rows(t.app.ctx.db, sql`select kind from identity_provider.change_notices`);
  expect(noted).toEqual([{ kind: 'record-updated' }]);
});
