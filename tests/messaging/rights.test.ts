import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailboxes } from '../../src/modules/directory/index.js';
import { mailboxesOf } from '../../src/modules/messaging/index.js';
import { NOMINATIVE_RIGHTS } from '../../src/modules/messaging/rules/nominative-rights.js';
import { rows } from '../../src/platform/db/connection.js';
import { HOSPITAL, type MailWorld, openMailWorld, withRole } from './world.js';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld('2019-05-06T08:00:00Z');
});
afterAll(() => world.stop());

const person = (role: string) => ({ name: 'TALMERCEY', givenName: 'Fatou', role });
const box = (address: string, more: object) => ({
  address: `${address}@alpha.mssante.example`,
  type: 'PER',
  ...more,
});
const codes = (answer: { body: { errors?: { code: string }[] } }) =>
  answer.body.errors?.map(({ code }) => code);

describe('a personal mailbox of somebody known by a role', () => {
  it('S2-30 is identified by the structure before the RPPS+, and linked to the number afterwards', async () => {
    const { alpha, app } = world;
    const declared = box('fatou', { declared: person('313'), structure: HOSPITAL });
    const secretary = await alpha(
      'POST',
      '/mailboxes',
      box('chantal', { declared: person('331'), structure: HOSPITAL }),
    );
    expect([secretary.status, codes(secretary)]).toEqual([422, ['no-right-role']]);
    const alone = await alpha('POST', '/mailboxes', box('seule', { declared: person('313') }));
    expect([alone.status, codes(alone)]).toEqual([422, ['structure-needed']]);
    const before = await alpha('POST', '/mailboxes', declared);
    expect([before.status, before.body.structureId, before.body.idNat]).toEqual([201, HOSPITAL, undefined]);

    await app.clock.set(new Date('2022-04-04T08:00:00Z'));
    const late = await alpha(
      'POST',
      '/mailboxes',
      box('tard', { declared: person('313'), structure: HOSPITAL }),
    );
    expect([late.status, codes(late)]).toEqual([422, ['number-needed']]);
    const { idNat } = await withRole(world.story, '313');
    await world.settle();
    const path = `/mailboxes/${before.body.id}`;
    const linked = await alpha('PATCH', path, { declared: null, idNat }, { 'if-match': '"1"' });
    expect([linked.status, linked.body.id, linked.body.idNat]).toEqual([200, before.body.id, idNat]);
    await world.settle();
    const held = await mailboxes(app.ctx, [idNat, HOSPITAL]);
    expect(held.get(idNat)?.map(({ address }) => address)).toEqual(['fatou@alpha.mssante.example']);
    expect(held.get(HOSPITAL)).toBeUndefined();
    const other = await withRole(world.story, '313');
    const moved = await alpha('PATCH', path, { idNat: other.idNat }, { 'if-match': '*' });
    expect([moved.status, codes(moved)]).toEqual([422, ['holder-fixed']]);
  });

  it('S2-28 is refused to a role that the table does not name, although the number exists', async () => {
    const { idNat } = await withRole(world.story, '360');
    await world.settle();
    expect(idNat).toMatch(/^8/);
    const refused = await world.alpha('POST', '/mailboxes', box('brancardier', { idNat }));
    expect([refused.status, codes(refused)]).toEqual([422, ['no-right-role']]);
    expect(await mailboxesOf(world.app.ctx, idNat)).toEqual([]);
    const carer = await withRole(world.story, '314');
    await world.settle();
    expect((await world.alpha('POST', '/mailboxes', box('ambulancier', { idNat: carer.idNat }))).status).toBe(
      201,
    );
  });

  it('S2-29 is refused to a medical secretary with the reason, who reads the mailbox of the service instead', async () => {
    const { idNat } = await withRole(world.story, '331');
    await world.settle();
    const refused = await world.alpha('POST', '/mailboxes', box('secretaire', { idNat }));
    expect([refused.status, codes(refused)]).toEqual([422, ['no-right-role']]);
    expect(refused.body.errors[0].message).toMatch(/même avec un numéro RPPS.*BAL organisationnelle/);
    const service = { ...box('cardiologie', { structure: HOSPITAL, service: 'CARDIOLOGIE' }), type: 'ORG' };
    const org = await world.alpha('POST', '/mailboxes', service);
    const member = await world.alpha('POST', `/mailboxes/${org.body.id}/members`, { idNat });
    expect([org.status, member.status]).toEqual([201, 200]);
    expect((await mailboxesOf(world.app.ctx, idNat)).map(({ address, as }) => [address, as])).toEqual([
      ['cardiologie@alpha.mssante.example', 'member'],
    ]);
    const stranger = await world.alpha('POST', `/mailboxes/${org.body.id}/members`, {
      idNat: '899700000000',
    });
    expect(stranger.status).toBe(422);
    const ended = await world.alpha('DELETE', `/mailboxes/${org.body.id}/members/${idNat}`);
    expect([ended.status, await mailboxesOf(world.app.ctx, idNat)]).toEqual([200, []]);
  });

  it('S2-27 owes nothing to the RPPS+: registering there changes no right and leaves no trace of one', async () => {
    const table = JSON.stringify(NOMINATIVE_RIGHTS);
    const traces = () =>
      rows(
        world.app.ctx.db,
        sql<{ n: number }>`select (select count(*)::int from platform.events where type like 'messaging.%')
          + (select count(*)::int from platform.journal where act like 'messaging.%')
          + (select count(*)::int from messaging.versions) n`,
      );
    const before = await traces();
    const { idNat } = await withRole(world.story, '331');
    await world.settle();
    expect(await traces()).toEqual(before);
    expect(JSON.stringify(NOMINATIVE_RIGHTS)).toBe(table);
    expect(await mailboxesOf(world.app.ctx, idNat)).toEqual([]);
    const refused = await world.alpha('POST', '/mailboxes', box('apres', { idNat }));
    expect(codes(refused)).toEqual(['no-right-role']);
    expect(await traces()).toEqual(before);
  });
});
