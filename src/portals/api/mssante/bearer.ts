import type { MiddlewareHandler } from 'hono';
import { mailOperatorOfBearer } from '../../../modules/access/index.js';
import { operatorByCode } from '../../../modules/messaging/index.js';
import { as } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { limit } from '../../../platform/rate-limit.js';

const noBearer = () =>
  new Refusal({
    code: 'api.unauthenticated',
    status: 401,
    message: 'Présentez le jeton d’accès de votre opérateur de messagerie.',
  });

/** Requests of one operator in a minute; a whole file is one request, of which he has fewer. */
const EACH_MINUTE = 600;

/**
 * Lets in the program of an operator of mailboxes, as `mail-operator:<code>`, within its rate. Anything else is 401,
 * journaled; what a bearer opens is his own operator's mailboxes, so the path names none.
 */
export const operatorOnly: MiddlewareHandler<Env> = async (c, next) => {
  const ctx = c.get('ctx');
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const code = token === undefined ? undefined : await mailOperatorOfBearer(ctx, token);
  if (code === undefined || !(await operatorByCode(ctx, code))) {
    await journal(ctx, { act: 'api.mailboxes', outcome: 'refused', reason: 'no valid bearer' });
    c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    throw noBearer();
  }
  await limit(ctx, `api-mailboxes:${code}`, EACH_MINUTE, 60);
  c.set('ctx', as(ctx, `mail-operator:${code}`));
  await next();
};

const PREFIX = 'mail-operator:';

/** The operator for whom a request was let in. */
export const operatorOf = (actor: string): string => actor.slice(PREFIX.length);
