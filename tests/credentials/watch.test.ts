import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { one } from '../../src/platform/db/connection.js';
import { activatePhone, PERSON, type Phone, PIN, requestFor, signed, type World, world } from './world.js';

let w: World;
let phone: Phone;

beforeAll(async () => {
  w = await world();
  phone = await activatePhone(w);
});
afterAll(() => w.close());

const listening = async () =>
  (
    await one(
      w.ctx.db,
      sql<{ n: number }>`select count(*)::int n from pg_stat_activity
        where datname = current_database() and query = 'listen esculape_ecps'`,
    )
  )?.n;

it('tells a hundred waiting pages and the phone over one connection, and closes it after the last', async () => {
  const watch = ecps.watchRequests(w.app.databaseUrl);
  const onPhone = vi.fn();
  const leavePhone = watch.onDeviceChange(phone.ecpsId, onPhone);
  await expect.poll(() => onPhone.mock.calls.length).toBe(1);
  expect(await listening()).toBe(1);
  onPhone.mockClear();
  const request = await requestFor(w);
  await expect.poll(() => onPhone.mock.calls.length).toBe(1);
  const pages = Array.from({ length: 100 }, () => vi.fn());
  const leave = pages.map((page) => watch.onRequestChange(request.id, page));
  const stranger = vi.fn();
  leave.push(watch.onRequestChange(crypto.randomUUID(), stranger));
  expect(await listening()).toBe(1);
  await ecps.answerRequest(w.ctx, {
    ecpsId: phone.ecpsId,
    requestId: request.id,
    answer: await signed(w, phone, request.id, { number: request.number }),
    pin: PIN,
  });
  await expect.poll(() => pages.every((page) => page.mock.calls.length === 1)).toBe(true);
  expect(stranger).not.toHaveBeenCalled();
  for (const stop of [...leave, leavePhone]) stop();
  await expect.poll(listening).toBe(0);
  await watch.close();
});

it('comes back after the server cut the line, and tells everybody to look again', async () => {
  const watch = ecps.watchRequests(w.app.databaseUrl);
  const onPhone = vi.fn();
  watch.onDeviceChange(phone.ecpsId, onPhone);
  await expect.poll(() => onPhone.mock.calls.length).toBe(1);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'listen esculape_ecps'`.execute(w.ctx.db);
  await expect.poll(() => onPhone.mock.calls.length).toBeGreaterThanOrEqual(2);
  onPhone.mockClear();
  await requestFor(w, PERSON.idNat);
  await expect.poll(() => onPhone.mock.calls.length).toBeGreaterThanOrEqual(1);
  await watch.close();
});
