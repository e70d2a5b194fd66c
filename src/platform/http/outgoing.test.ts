import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOutside, OutgoingError } from './outgoing.js';

let port: number;
const server = createServer((req, res) => {
  if (req.url === '/away') res.writeHead(302, { location: '/' }).end();
  else if (req.url === '/long') res.end('x'.repeat(2_000_000));
  else if (req.url === '/empty') res.writeHead(204).end();
  else req.pipe(res);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('a call to an address that somebody else gave', () => {
  it('goes to a nearby address only when it is allowed, by host or by host and port', async () => {
    for (const allowed of [['127.0.0.1'], [`127.0.0.1:${port}`]]) {
      const answer = await callOutside(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'ok' }, allowed);
      expect(await answer.text()).toBe('ok');
    }
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://10.1.2.3/',
    'http://192.168.1.1/',
    'http://172.16.9.9/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://[fc00::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
  ])('refuses %s', async (address) => {
    await expect((async () => callOutside(address, {}, ['127.0.0.2']))()).rejects.toBeInstanceOf(
      OutgoingError,
    );
  });

  it('does not follow redirects, and gives up on what is too long', async () => {
    const call = (path: string) => callOutside(`http://127.0.0.1:${port}${path}`, {}, ['127.0.0.1']);
    expect((await call('/away')).status).toBe(302);
    expect((await call('/empty')).status).toBe(204);
    await expect(call('/long')).rejects.toThrow('too long');
  });
});
