import { openSession } from '../../src/modules/access/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import type { Mail } from '../../src/platform/mail.js';
import type { Sms } from '../../src/platform/sms.js';
import { sendLoginLink } from '../../src/portals/ordres/sign-in/send-login-link.js';
import { startDoor } from '../support/door.js';

export interface PortalApp {
  readonly origin: string;
  readonly ctx: Ctx;
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** The cookie of a session of that person or role. */
  cookieOf(who: Parameters<typeof openSession>[1]): Promise<string>;
  get(path: string, cookie?: string): Promise<{ status: number; text: string; location: string | null }>;
  post(
    path: string,
    fields: Record<string, string>,
    cookie?: string,
  ): Promise<{ status: number; text: string; location: string | null; cookies: string }>;
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Some portals alone, those of the ordres when left out, on a database and a loopback port of their own; mail and SMS are kept
 * here.
 */
export async function startPortals(prefixes = ['/connexion', '/ordres']): Promise<PortalApp> {
  const { origin, app, ctx, mails, texts, close } = await startDoor(prefixes);
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(origin + path, { redirect: 'manual', ...init });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const { status, headers } = answer;
    return {
      status,
      text: await answer.text(),
      location: headers.get('location'),
      cookies: cookies.join('; '),
    };
  };
  const headers = (cookie = '') => ({ accept: 'text/html', origin, cookie });
  return {
    ...{ origin, ctx, mails, texts },
    cookieOf: async (who) => `esculape_session=${(await openSession(ctx, who)).token}`,
    get: (path, cookie) => ask(path, { headers: headers(cookie) }),
    post: (path, fields, cookie) =>
      ask(path, { method: 'POST', headers: headers(cookie), body: new URLSearchParams(fields) }),
    runJobs: () => runPendingJobs({ ctx, url: app.databaseUrl, reactions: {}, handlers: [sendLoginLink] }),
    stop: close,
  };
}
