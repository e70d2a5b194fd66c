import type { Context } from 'hono';
import { SECTORAL_PATH } from '../sectoral/route.js';
import type { Parts } from './service.js';

/** What a sectoral service answered: its body, or the refusal with the line of the usage matrix that says so. */
export interface Answered<T> {
  readonly status: number;
  readonly body: T;
  readonly refusal?: { readonly title: string; readonly row?: string; readonly readers?: readonly string[] };
}

/**
 * Calls a sectoral service for whoever is signed in, with his token, as a foreign service does. Out: its answer; undefined
 * when nobody is signed in any more.
 */
export async function callAs<T>(
  c: Context,
  parts: Parts,
  path: string,
  { method, json }: { method?: string; json?: unknown } = {},
): Promise<Answered<T> | undefined> {
  const session = parts.sessionOf(c);
  const token = session && (await parts.freshToken(c, session).catch(() => undefined));
  if (token === undefined) return undefined;
  const answer = await fetch(`${parts.config.origin}${SECTORAL_PATH}${path}`, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  return answered<T>(answer.status, text === '' ? {} : JSON.parse(text));
}

interface Told {
  readonly title?: string;
  readonly row?: string;
  readonly readers?: readonly string[];
  readonly errors?: readonly { readonly message: string }[];
}

/** The same for a body that was read by other means. */
export function answered<T>(status: number, body: unknown): Answered<T> {
  if (status < 400) return { status, body: body as T };
  const { title = 'Refusé.', row, readers, errors } = body as Told;
  const [first] = errors ?? [];
  return {
    ...{ status, body: body as T },
    refusal: { title: first?.message ?? title, ...(row && { row }), ...(readers && { readers }) },
  };
}
