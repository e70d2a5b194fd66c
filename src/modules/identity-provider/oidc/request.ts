import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';

const correlations = new WeakMap<IncomingMessage, string>();

/** The raw request and response behind a Hono context, for the protocol engine. */
export function rawOf(c: Context<Env>): { req: IncomingMessage; res: ServerResponse } {
  const { incoming, outgoing } = c.env as unknown as HttpBindings;
  const req = incoming as IncomingMessage;
  correlations.set(req, c.get('ctx').correlation);
  return { req, res: outgoing as ServerResponse };
}

/** The correlation id of a raw request, to show on its error page. */
export const correlationOf = (req: IncomingMessage): string | undefined => correlations.get(req);

/** Lets the engine read these bytes in place of the body, which was read already. */
export function giveBody(req: IncomingMessage, body: Buffer): void {
  delete req.headers['transfer-encoding'];
  req.headers['content-length'] = String(body.length);
  Object.defineProperty(req, 'readable', { value: true });
  Object.assign(req, {
    async *iterator() {
      yield body;
    },
  });
}

/** The whole body. @throws when the caller goes away before its end */
export function bodyOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.once('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    req.once('error', reject);
    req.once('close', () => reject(new Error('the caller went away')));
  });
}
