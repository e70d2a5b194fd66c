import { decodeJwt, decodeProtectedHeader } from 'jose';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { claimOldest } from '../../src/modules/identity-provider/changes/store.js';
import { forgetOldChanges, pushChanges, pushDueChanges } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import {
  type Changes,
  change,
  detailOf,
  enter,
  linesOf,
  people,
  push,
  subOf,
  useChanges,
} from './changes-world.js';

const { doctor } = people;
let all: Changes;

useChanges((changes) => {
  all = changes;
});

/** Moves the hour at which what waits is sent again: a minute ago, or in an hour. */
const moveHour = (minutes: number) =>
  sql`update identity_provider.change_notices set next_at = now() + make_interval(mins => ${minutes})
    where taken_at is null and next_at > asked_at`.execute(all.w.ctx.db);
const due = () => moveHour(-1);
const notDue = () => moveHour(60);

describe('a service that wants changes sent', () => {
  it('gets them in order, each once it took the one before', async () => {
    const sub = await enter(all, all.pushed, doctor);
    await change(all, doctor, 2);
    await change(all, doctor, 3);
    await push(all);
    expect(all.sent.map(detailOf)).toEqual([{ version: 2 }, { version: 3 }]);
    expect(all.sent.map(subOf)).toEqual([sub, sub]);
    expect(all.types).toEqual(['application/secevent+jwt', 'application/secevent+jwt']);
    expect(decodeProtectedHeader(all.sent[0] as string)).toMatchObject({ typ: 'secevent+jwt', alg: 'RS256' });
    await push(all);
    expect(all.sent).toHaveLength(2);
  });

  it('that fails is called again later, with the same event first, and loses nothing', async () => {
    await change(all, doctor, 4);
    await change(all, doctor, 5);
    all.answers.push(500);
    await push(all);
    expect(all.sent).toHaveLength(1);
    await notDue();
    await push(all);
    expect(all.sent).toHaveLength(1);
    await due();
    await pushDueChanges.run(all.w.ctx, {});
    expect(await asked()).toHaveLength(1);
    await push(all);
    expect(all.sent.map(detailOf)).toEqual([{ version: 4 }, { version: 4 }, { version: 5 }]);
    expect(decodeJwt(all.sent[0] as string).jti).toBe(decodeJwt(all.sent[1] as string).jti);
  });

  it('gets an event again when the process died between the call and the note of it', async () => {
    await change(all, doctor, 6);
    const [line] = await linesOf(all, all.pushed);
    const [accountId = '', clientId = ''] = (line?.line ?? '').split(' ');
    const lost = await claimOldest(all.w.ctx, { accountId, clientId });
    expect(lost?.detail).toEqual({ version: 6 });
    // While somebody may still be sending it, nobody else does.
    await notDue();
    await Promise.all([push(all), push(all)]);
    expect(all.sent).toEqual([]);
    await due();
    await Promise.all(Array.from({ length: 5 }, () => push(all)));
    expect(all.sent.map((set) => decodeJwt(set).jti)).toEqual([lost?.jti]);
  });

  it('is not called at a private address that nobody allowed', async () => {
    await change(all, doctor, 7);
    const narrow = { ...all.w.ctx, config: { ...all.w.ctx.config, outgoingAllowed: [] } };
    const [line] = await linesOf(all, all.pushed);
    await pushChanges.run(narrow, { subjects: [line?.line] });
    expect(all.sent).toEqual([]);
    await due();
    await push(all);
    expect(all.sent.map(detailOf)).toEqual([{ version: 7 }]);
  });

  it('is forgotten what it never took only after the delay of that day', async () => {
    all.answers.push(500);
    await change(all, doctor, 8);
    await push(all);
    const age = (days: number) =>
      sql`update identity_provider.change_notices set asked_at = now() - make_interval(days => ${days})
        where taken_at is null`.execute(all.w.ctx.db);
    await age(30);
    await forgetOldChanges(all.w.ctx);
    expect(await linesOf(all, all.pushed)).toHaveLength(1);
    await age(32);
    await forgetOldChanges(all.w.ctx);
    expect(await linesOf(all, all.pushed)).toEqual([]);
  });

  const asked = () =>
    rows(
      all.w.ctx.db,
      sql`select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = ${pushChanges.name} and j.payload -> 'subjects' ->> 0 like ${`% ${all.pushed.clientId}`}`,
    );
});
