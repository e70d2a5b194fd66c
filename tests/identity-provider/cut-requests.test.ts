import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, vi } from 'vitest';
import type { Service } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { basicOf } from './two-ways.js';
import type { World } from './world.js';

let w: World;
let service: Service;
useSignedUp('doctor-two-exercises', (all) => {
  ({ w, service } = all);
});

/** Sends the beginning of a form, and goes away once the server has begun to read it. */
async function goAway(endpoint: string): Promise<void> {
  const socket = connect(Number(new URL(w.origin).port), '127.0.0.1');
  const head = [
    `POST ${new URL(w.issuer).pathname}/protocol/openid-connect/${endpoint} HTTP/1.1`,
    ...['host: localhost', `authorization: ${basicOf(service)}`, 'content-length: 500'],
    ...['content-type: application/x-www-form-urlencoded', 'expect: 100-continue', '', ''],
  ];
  socket.write(head.join('\r\n'));
  await once(socket, 'data');
  socket.end('grant_type=');
  socket.destroy();
  await once(socket, 'close');
}

it('callers who go away in the middle of a request are counted in one line of the log, and nothing is said to have failed', async () => {
  const told: { count: number }[] = [];
  const info = vi.spyOn(w.ctx.log, 'info').mockImplementation((line: unknown, words?: string) => {
    if (words?.startsWith('callers went away')) told.push(line as { count: number });
  });
  const failed = vi.spyOn(w.ctx.log, 'error');
  for (const endpoint of ['token', 'token/introspect', 'auth'])
    await Promise.all(Array.from({ length: 10 }, () => goAway(endpoint)));
  await expect.poll(() => told).toEqual([{ count: 1 }]);
  const answer = await fetch(`${w.issuer}/protocol/openid-connect/userinfo`);
  expect(answer.status).toBe(401);
  expect([w.warnings, failed.mock.calls, told.length]).toEqual([[], [], 1]);
  info.mockRestore();
  failed.mockRestore();
});
