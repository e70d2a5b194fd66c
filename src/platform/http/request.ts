import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { as, type Ctx, newCorrelation } from '../context.js';
import { countedAddress, realCaller } from './caller.js';

/** Variables that the composition root puts on every Hono request. */
export interface Env {
  Variables: { ctx: Ctx };
}

/** The world as this request sees it: anonymous until the session middleware names somebody. */
export const requestCtx = (base: Ctx): Ctx => as(base, 'anonymous', newCorrelation());

/** Address of the caller, for rate limits only: behind the proxies of TRUSTED_PROXIES, the one that they name. */
export const callerAddress = (c: Context<Env>): string => countedAddress(addressOf(c));

/** Whether a program or browser on this very machine calls; one that speaks for somebody else does not count. */
export function isLocalCaller(c: Context<Env>): boolean {
  const { trustedProxies } = c.get('ctx').config;
  const named = FORWARDED.some((header) => c.req.header(header) !== undefined);
  return LOOPBACK.has(addressOf(c)) && (!named || trustedProxies.has(peerOf(c)));
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'unknown']);
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'x-forwarded-host'];

const addressOf = (c: Context<Env>): string =>
  realCaller(peerOf(c), c.req.header('x-forwarded-for'), c.get('ctx').config.trustedProxies);

function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // app.request() in tests has no socket.
    return 'unknown';
  }
}

/** Control and format signs (NUL, reversed writing, zero width): nobody types them, and they make one name look like another. */
const INVISIBLE = /[^\P{C}\t\r\n]/gu;

/** Fields of a submitted form; a repeated field keeps its first value, a file is ignored. */
export async function formFields(c: Context): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([k, v]) =>
      typeof v === 'string' ? [[k, v.replaceAll(INVISIBLE, '')]] : [],
    ),
  );
}
