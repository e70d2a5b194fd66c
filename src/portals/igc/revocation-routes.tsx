import { type Context, Hono } from 'hono';
import { currentUser, requireAct, requireRole } from '../../modules/access/index.js';
import { certificates } from '../../modules/credentials/index.js';
import { type Structure, structureByFiness, structuresById } from '../../modules/structures/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { requireCardOrEcps } from '../signed-in-by-psc.js';
import { told } from '../told.js';
import { AnyStructurePage, RevocablePage, RevokeForPage } from './revocation-pages.js';
import { isReason, REVOCATIONS } from './words.js';

type C = Context<Env>;

/** The certificates of a structure for those who revoke them without a code: who answers for it, and the agency. */
export function revocationRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/', requireRole('legal-representative', 'mandataire', 'operator'), async (c) => {
      await requireMeans(c);
      return choose(c);
    })
    .get('/:finess', async (c) => {
      const { structure, nationalId } = await overseen(c);
      const held = await certificates.certificatesOf(c.get('ctx'), nationalId);
      return c.html(<RevocablePage {...{ c, structure, held }} />);
    })
    .get('/:finess/:serial', async (c) => c.html(<RevokeForPage {...{ c, ...(await certificate(c)) }} />))
    .post('/:finess/:serial', revoke);
}

/** An operator names the structure; the others have one. */
async function choose(c: C) {
  const asked = c.req.query('finess')?.replace(/\s/g, '');
  if (asked) return (await structureByFiness(c.get('ctx'), asked)) ? to(c, asked) : another(c, asked);
  const [scope] = currentUser(c)?.scope ?? [];
  const own = scope ? (await structuresById(c.get('ctx'), [scope])).get(scope) : undefined;
  return own?.finess ? to(c, own.finess) : another(c);
}

const to = (c: C, finess: string) => c.redirect(`${REVOCATIONS}/${encodeURIComponent(finess)}`, 303);

const another = (c: C, finess?: string) => {
  const errors: FieldError[] =
    finess === undefined ? [] : [{ field: 'finess', message: 'FINESS ne connaît pas ce numéro.' }];
  return c.html(<AnyStructurePage {...{ c, errors, finess: finess ?? '' }} />, errors.length > 0 ? 422 : 200);
};

/** The structure of the address, for who may revoke there. @throws Refusal 401, 403; errors.unknownStructure */
async function overseen(c: C): Promise<{ structure: Structure; nationalId: string }> {
  const finess = c.req.param('finess') ?? '';
  const structure = await structureByFiness(c.get('ctx'), finess);
  await requireAct(c, 'certificate.revoke', { scope: structure?.id ?? '' });
  await requireMeans(c);
  if (!structure) throw certificates.errors.unknownStructure();
  return { structure, nationalId: `1${finess}` };
}

/**
 * A revocation is definitive and stops a hospital's software: who does it for a structure showed his card or e-CPS, as where he
 * orders cards and gives powers. The agency has no card; its roles are given one by one. @throws Refusal 403 `other-means`
 */
async function requireMeans(c: C): Promise<void> {
  if (currentUser(c)?.kind !== 'operator') await requireCardOrEcps(c, 'La plateforme IGC');
}

async function certificate(c: C) {
  const { structure, nationalId } = await overseen(c);
  const one = await certificates.certificateOf(c.get('ctx'), nationalId, c.req.param('serial') ?? '');
  if (!one) throw certificates.errors.unknownCertificate();
  return { structure, one };
}

async function revoke(c: C) {
  const { structure, one } = await certificate(c);
  const { raison = '' } = await formFields(c);
  try {
    const reason = isReason(raison) ? raison : 'unspecified';
    const { structureId, serial } = one;
    await certificates.revokeExOfficio(c.get('ctx'), { structureId, serial, reason });
    return c.redirect(`${REVOCATIONS}/${structure.finess}?fait=revoque`, 303);
  } catch (error) {
    return c.html(<RevokeForPage {...{ c, structure, one, errors: told(error) }} />, 422);
  }
}
