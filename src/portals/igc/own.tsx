import type { Context } from 'hono';
import { askToSignIn, currentUser, refuse, requireAct } from '../../modules/access/index.js';
import { certificates } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { requireCardOrEcps } from '../signed-in-by-psc.js';

/** Who is signed in by name, and the structures that he administers. @throws Refusal 401; 403 for who is nobody in particular, or came by another means */
export async function held(c: Context<Env>): Promise<{ idNat: string; all: certificates.Administered[] }> {
  const user = currentUser(c) ?? askToSignIn(c);
  if (!user.idNat) return refuse(c, 'no national identifier');
  await requireCardOrEcps(c, 'La plateforme IGC');
  return { idNat: user.idNat, all: await certificates.administeredBy(c.get('ctx'), user.idNat) };
}

/** One of them, by the address. A structure of others is refused like one that does not exist. @throws Refusal 401, 403 */
export async function heldStructure(
  c: Context<Env>,
): Promise<{ idNat: string; finess: string; one: certificates.Administered }> {
  const { idNat, all } = await held(c);
  const finess = c.req.param('finess') ?? '';
  const one = all.find(({ structure }) => structure.finess === finess);
  if (!one) return refuse(c, 'not a technical administrator', { scope: finess });
  return { idNat, finess, one };
}

/**
 * The same, ready to order, in a session that acts as its technical administrator.
 * @throws Refusal 401, 403; errors.notLegalEntity for an establishment
 */
export async function own(c: Context<Env>) {
  const { idNat, finess, one } = await heldStructure(c);
  await requireAct(c, 'certificate.manage', { scope: one.structure.id });
  await certificates.requireAdministrator(c.get('ctx'), { idNat, finess });
  if (!one.bearer) throw certificates.errors.notLegalEntity(one.structure.finessLegalEntity);
  return { who: { idNat, finess }, one, structure: one.structure, bearer: one.bearer };
}
