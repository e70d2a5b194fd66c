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
