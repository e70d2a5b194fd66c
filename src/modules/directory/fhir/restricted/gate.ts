import type { Context } from 'hono';
import { as } from '../../../../platform/context.js';
import type { Env } from '../../../../platform/http/request.js';
import { journal } from '../../../../platform/journal.js';
import { withinLimit } from '../../../../platform/rate-limit.js';
import { programOfBearer, restrictedReaderOfBearer } from '../../../access/index.js';
import { bringsCertificate } from '../../restricted-certificate.js';
import { FhirRefusal } from '../refusal.js';

export const ACT = 'directory.restricted-fhir';

/** Calls of one program in a minute. Each is journaled, so it may as well be counted in the database. */
const EACH_MINUTE = 1000;

/**
 * Lets in a program that may read restricted data, by its bearer alone, as `service:<code>`.
 * @throws FhirRefusal 401 without a bearer that holds, 403 one of another scope (RFC 6750 §3.1) or without the
 * certificate that is asked for, 429; all journaled
 */
export async function restrictedGate(c: Context<Env>): Promise<void> {
  const ctx = c.get('ctx');
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const reader = token === undefined ? undefined : await restrictedReaderOfBearer(ctx, token);
  if (reader === undefined) throw await refusalOf(c, token);
  c.set('ctx', as(ctx, `service:${reader}`));
  if (!(await bringsCertificate(c, reader))) {
    await journal(c.get('ctx'), { act: ACT, outcome: 'refused', reason: 'no certificate' });
    throw new FhirRefusal(
      403,
      'forbidden',
      `Show the software certificate of your organisation as well, at ${ctx.config.mtlsOrigin}.`,
    );
  }
  if (!(await withinLimit(ctx, `${ACT}:${reader}`, EACH_MINUTE, 60)))
    throw new FhirRefusal(429, 'throttled', `At most ${EACH_MINUTE} calls in a minute: come back in 60 s.`, {
      'Retry-After': '60',
    });
}

async function refusalOf(c: Context<Env>, token: string | undefined): Promise<FhirRefusal> {
  const ctx = c.get('ctx');
  const program = token === undefined ? undefined : await programOfBearer(ctx, token);
  const reason = program ? `scope ${program.scope}` : token === undefined ? 'no bearer' : 'no valid bearer';
  const actor = program ? as(ctx, `service:${program.code}`) : ctx;
  await journal(actor, { act: ACT, outcome: 'refused', reason });
  if (program)
    return new FhirRefusal(403, 'forbidden', 'This token is of another scope: ask one of scope restricted.', {
      'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="restricted"',
    });
  return new FhirRefusal(
    401,
    'login',
    'Send Authorization: Bearer with a token of scope restricted (POST /api/oauth/token). API keys open the open API alone.',
    { 'WWW-Authenticate': token === undefined ? 'Bearer' : 'Bearer error="invalid_token"' },
  );
}
