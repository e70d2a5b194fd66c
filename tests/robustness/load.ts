import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { doctor } from '../../src/sandbox/kit/story.js';

/** One file that an ordre keeps: registered once, changed again and again, never two requests at a time. */
export interface Professional {
  rpps?: string;
  /** Version of the last answer received. */
  version: number;
  /** The request sent and not answered: what it was, to be sent again as it was. */
  pending?: Request | undefined;
}

interface Request {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const API = '/api/authorities/CNOM/registrations';

function nextRequest(who: Professional, bearer: string): Request {
  const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID() };
  if (!who.rpps) {
    const body = JSON.stringify(doctor());
    return {
      method: 'POST',
      path: API,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  }
  const type = { 'content-type': 'application/merge-patch+json', 'if-match': `"${who.version}"` };
  const mobile = `06 39 98 ${String(10 + (who.version % 90))} ${who.rpps.slice(-2)}`;
  const body = JSON.stringify({ correspondence: { mail: `m${who.version}@courriel.example`, mobile } });
  return { method: 'PATCH', path: `${API}/${who.rpps}`, headers: { ...headers, ...type }, body };
}

/** Sends what waits for an answer, or the next request; throws when no answer comes. */
export async function advance(origin: string, who: Professional, bearer: string): Promise<string> {
  who.pending ??= nextRequest(who, bearer);
  const { path, ...init } = who.pending;
  const answer = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(15_000) });
  const text = await answer.text();
  if (answer.status === 503) throw new Error('the database is away');
  if (answer.status !== 201 && answer.status !== 200)
    throw new Unexpected(`${init.method} ${path}: ${answer.status} ${text}`);
  const { rpps, version } = JSON.parse(text) as { rpps: string; version: number };
  Object.assign(who, { rpps, version, pending: undefined });
  return text;
}

/** An answer that no crash excuses. */
export class Unexpected extends Error {}

/** Changes after which a professional is left in peace and another one is registered. */
const ENOUGH = 5;

/**
 * Registers professionals and changes them, `lanes` at a time, over any break, until told to stop. Out: all of them.
 * Throws on an answer that no crash excuses.
 */
export async function load(
  where: () => string,
  lanes: number,
  bearer: string,
  stop: AbortSignal,
): Promise<Professional[]> {
  const people: Professional[] = [];
  const lane = async () => {
    let who: Professional | undefined;
    while (!stop.aborted) {
      if (!who || (who.version >= ENOUGH && !who.pending)) {
        who = { version: 0 };
        people.push(who);
      }
      try {
        await advance(where(), who, bearer);
      } catch (error) {
        if (error instanceof Unexpected) throw error;
        await sleep(50);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return people;
}
