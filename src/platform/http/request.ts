import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { as, type Ctx, newCorrelation } from '../context.js';

/** Variables that the composition root puts on every Hono request. */
export interface Env {
  Variables: { ctx: Ctx };
}

/** The world as this request sees it: anonymous until the session middleware names somebody. */
export const requestCtx = (base: Ctx): Ctx => as(base, 'anonymous', newCorrelation());

/** Address of the caller, for rate limits only. */
export function callerAddress(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // app.request() in tests has no socket.
    return 'unknown';
  }
}

/** Fields of a submitted form; a repeated field keeps its first value, a file is ignored. */
export async function formFields(c: Context): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    // A database text cannot hold the sign NUL, and nobody types it.
    Object.entries(body).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v.replaceAll('\0', '')]] : [])),
  );
}

/** Values of a repeated form field. */
export async function formValues(c: Context, name: string): Promise<string[]> {
  const body = await c.req.parseBody({ all: true });
  const value = body[name];
  return [value].flat().filter((v): v is string => typeof v === 'string');
}
