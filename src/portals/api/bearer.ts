import type { MiddlewareHandler } from 'hono';
import { authorityOfBearer } from '../../modules/access/index.js';
import { authority } from '../../modules/authorities/index.js';
import { as, type Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { Env } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';

const errors = {
  noBearer: () =>
    new Refusal({
      code: 'api.unauthenticated',
      status: 401,
      message: 'Présentez le jeton d’accès de votre autorité.',
    }),
  otherAuthority: () =>
    new Refusal({
      code: 'api.other-authority',
      status: 403,
      message: 'Votre jeton n’ouvre pas les enregistrements de cette autorité.',
    }),
};

/**
 * Lets in the program of the authority that the path names, as `authority:<code>` (RFC 6750). Without a valid bearer
 * 401, with that of another authority 403; both are journaled.
 */
export const authorityOnly: MiddlewareHandler<Env, '/authorities/:code/*'> = async (c, next) => {
  const ctx = c.get('ctx');
  const code = c.req.param('code');
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const holder = token === undefined ? undefined : await authorityOfBearer(ctx, token);
  if (holder === undefined) {
    await refused(ctx, code, 'no valid bearer');
    c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    throw errors.noBearer();
  }
  if (holder !== code) {
    await refused(as(ctx, `authority:${holder}`), code, 'bearer of another authority');
    throw errors.otherAuthority();
  }
  c.set('ctx', as(ctx, `authority:${holder}`));
  await next();
};

async function refused(ctx: Ctx, code: string, reason: string): Promise<void> {
  const subject = authority(code) ? code : 'unknown-authority';
  await journal(ctx, { act: 'api.registrations', subject, outcome: 'refused', reason });
}
