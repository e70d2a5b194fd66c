import type { Context } from 'hono';
import { as } from '../../../platform/context.js';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { restrictedReaderOfBearer } from '../../access/index.js';
import { bringsCertificate } from '../restricted-certificate.js';
import { errors } from './errors.js';

/** Whether the request presents a bearer, good or not. */
export const presentsBearer = (c: Context<Env>): boolean => c.req.header('authorization') !== undefined;

/**
 * Lets in a program that may read restricted data, as `service:<code>`. In: what it does, on whom or what. Out: its
 * code. @throws 401, 403 without the certificate that is asked for; refusals and admissions are journaled
 */
export async function letIn(c: Context<Env>, act: string, subject: string): Promise<string> {
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const reader = token === undefined ? undefined : await restrictedReaderOfBearer(c.get('ctx'), token);
  if (reader === undefined) {
    await journal(c.get('ctx'), { act, subject, outcome: 'refused', reason: 'no valid bearer' });
    c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    throw errors.signIn();
  }
  c.set('ctx', as(c.get('ctx'), `service:${reader}`));
  if (!(await bringsCertificate(c, reader))) {
    await journal(c.get('ctx'), { act, subject, outcome: 'refused', reason: 'no certificate' });
    throw errors.showCertificate(c.get('ctx').config.mtlsOrigin);
  }
  await journal(c.get('ctx'), { act, subject, outcome: 'done' });
  return reader;
}
