import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Env } from './request.js';
import { safeHeaders } from './security.js';

/** A connection that stays open until one thing is told on it. */
export interface OpenLine {
  /** Tells `event`, a short ASCII word, and hangs up. */
  tell(event: string): void;
  /** Calls back once the line is gone, whoever hung up. */
  onGone(listener: () => void): void;
}

/** What a request brings when its browser asked for a WebSocket and this server gives some. */
export interface Upgrade {
  /** The bare connection; who takes it answers on it. */
  take(): Duplex;
}

interface Bindings {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upgrade?: Upgrade;
}

/**
 * Answers by a line that stays open: a WebSocket where the browser asked for one, else server-sent events. Nothing of the
 * request is kept with a WebSocket, so that it takes a third of the memory; both are written on the connection itself,
 * since a stream of the web kind would take more than all the rest.
 */
export function openLine(c: Context<Env>): { line: OpenLine; answer: Response } {
  const { incoming, outgoing, upgrade } = c.env as unknown as Bindings;
  if (upgrade) return { line: socketLine(incoming, upgrade.take()), answer: RESPONSE_ALREADY_SENT };
  outgoing.writeHead(200, {
    ...safeHeaders(c.get('ctx').config.secureCookies),
    'Content-Type': 'text/event-stream',
    // Without it some reverse proxies wait for the end before they hand anything on.
    'X-Accel-Buffering': 'no',
  });
  outgoing.flushHeaders();
  return { line: new EventLine(outgoing), answer: RESPONSE_ALREADY_SENT };
}

class EventLine implements OpenLine {
  constructor(private readonly outgoing: ServerResponse) {}

  tell(event: string): void {
    this.outgoing.end(`event: ${event}\ndata: \n\n`);
  }

  onGone(listener: () => void): void {
    this.outgoing.on('close', listener);
  }
}

/** RFC 6455 §1.3. */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
/** A close frame with its code 1000: all is said (RFC 6455 §7.4.1). */
const CLOSE = Buffer.from([0x88, 2, 0x03, 0xe8]);

function socketLine({ headers }: IncomingMessage, socket: Duplex): OpenLine {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${KEY_SUFFIX}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  // A page has nothing to say but that it leaves.
  socket.on('data', hangUp).on('end', hangUp);
  return new SocketLine(socket);
}

function hangUp(this: Duplex): void {
  this.destroy();
}

class SocketLine implements OpenLine {
  constructor(private readonly socket: Duplex) {}

  tell(event: string): void {
    const frame = Buffer.concat([Buffer.from([TEXT, event.length]), Buffer.from(event, 'ascii'), CLOSE]);
    this.socket.end(frame, () => this.socket.destroy());
  }

  onGone(listener: () => void): void {
    this.socket.on('close', listener);
  }
}
