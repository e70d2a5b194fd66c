import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '../../../platform/app.js';
import { isDatabaseAway } from '../../../platform/db/away.js';
import { type Env, requestCtx } from '../../../platform/http/request.js';
import { safeHeaders } from '../../../platform/http/security.js';
import { type Answer, refused, send } from './answer.js';
import { FhirRefusal } from './refusal.js';

const LARGEST_FORM = 64 * 1024;

/** What answers a request, in the world of that request. */
export type Work = (c: Context<Env>) => Answer | Response | Promise<Answer | Response>;

/** What handles a request once it was let in. */
export type Route = (work: Work) => (c: Context<Env>) => Promise<Response>;

/**
 * The way in of every route of the door, in one piece since thousands of requests a second pass it: gives the request
 * its world, and tells whatever is refused or fails as an OperationOutcome.
 */
export function routeOf(app: App): (work: Work) => (c: Context<Env>) => Promise<Response> {
  const safe = safeHeaders(app.config.secureCookies);
  return (work) => async (c) => {
    const ctx = requestCtx(app.ctx);
    c.set('ctx', ctx);
    const usual = { ...safe, 'X-Request-Id': ctx.correlation };
    try {
      const answer = await work(c);
      return answer instanceof Response ? answer : await send(c, answer, usual);
    } catch (error) {
      if (error instanceof FhirRefusal) return send(c, refused(error), usual);
      app.ctx.log.error({ err: error, correlation: ctx.correlation }, 'fhir request failed');
      return send(c, refused(failure(error, ctx.correlation)), usual);
    }
  };
}

function failure(error: unknown, correlation: string): FhirRefusal {
  return error instanceof Error && isDatabaseAway(error)
    ? new FhirRefusal(503, 'transient', 'The directory is away for a moment: try again in a few seconds.', {
        'Retry-After': '5',
      })
    : new FhirRefusal(
        500,
        'exception',
        `Something failed on our side. Try again; if it comes back, give the support this number: ${correlation}.`,
      );
}

const limited = bodyLimit({
  maxSize: LARGEST_FORM,
  onError: () => {
    throw new FhirRefusal(400, 'too-long', `A search form has at most ${LARGEST_FORM} bytes.`);
  },
});

/** The parameters of an address, in their order. */
export const queryOf = (c: Context): [string, string][] => {
  const { url } = c.req;
  const at = url.indexOf('?');
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at))];
};

/** The body of a request, as text. @throws FhirRefusal 400 when it is too long */
export async function bodyOf(c: Context<Env>): Promise<string> {
  await limited(c, async () => undefined);
  return c.req.text();
}

/**
 * The fields of the form of a search by POST, in their order.
 * @throws FhirRefusal 400 when it is too long, 415 when it is something else
 */
export async function formOf(c: Context<Env>): Promise<[string, string][]> {
  const type = c.req.header('content-type') ?? '';
  const text = await bodyOf(c);
  if (text !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    throw new FhirRefusal(
      415,
      'not-supported',
      'A search by POST is a form: application/x-www-form-urlencoded.',
    );
  return [...new URLSearchParams(text)];
}
