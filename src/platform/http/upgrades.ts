import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { createAdaptorServer } from '@hono/node-server';
import type { Upgrade } from './open-line.js';

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/**
 * Lets browsers ask `server` for a WebSocket: the request goes to `fetch` as any other, with an `Upgrade` beside it; what
 * does not take that is refused. Other upgrades (`h2c`, which Java clients offer on each call) are not taken up: these
 * requests are answered as usual. Out: hangs up on every browser that has one.
 */
export function acceptUpgrades(server: Server, fetch: Fetch): () => void {
  const open = new Set<Duplex>();
  // Before 24.9 Node either takes all upgrades or none: then none, and pages wait by server-sent events.
  if (!('shouldUpgradeCallback' in server)) return () => undefined;
  server.shouldUpgradeCallback = isWebSocket;
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    answer(fetch, incoming, socket).catch(() => socket.destroy());
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

const isWebSocket = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['sec-websocket-version'] === '13' &&
  /^[\w+/]{22}==$/.test(headers['sec-websocket-key'] ?? '');

async function answer(fetch: Fetch, incoming: IncomingMessage, socket: Duplex): Promise<void> {
  let taken = false;
  const upgrade: Upgrade = {
    take() {
      taken = true;
      return socket;
    },
  };
  const headers = Object.entries(incoming.headersDistinct).map(([name, values = []]): [string, string] => [
    name,
    values.join(name === 'cookie' ? '; ' : ', '),
  ]);
  const request = new Request(new URL(incoming.url ?? '/', 'http://localhost'), { headers });
  const outgoing = new ServerResponse(incoming);
  const answered = (await fetch(request, {
    incoming,
    outgoing,
    upgrade,
  } as Parameters<Fetch>[1])) as Response;
  if (taken) return;
  const status = Math.max(answered.status, 400);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  socket.end(`${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
