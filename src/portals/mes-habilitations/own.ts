import type { Context } from 'hono';
import { accessErrors, currentUser, requireAct, type User } from '../../modules/access/index.js';
import { type Structure, structuresById } from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';
import type { Env } from '../../platform/http/request.js';
import { requireCardOrEcps } from '../signed-in-by-psc.js';

/** Who is signed in, and the structure for which he acts. @throws Refusal 401, 403: another role, another means */
export async function own(c: Context<Env>): Promise<{ user: User; structure: Structure }> {
  const [scope = ''] = currentUser(c)?.scope ?? [];
  const user = await requireAct(c, 'habilitation.see', { scope });
  await requireCardOrEcps(c, 'MesHabilitations');
  const structure = (await structuresById(c.get('ctx'), [scope])).get(scope);
  if (!structure) throw accessErrors.notAllowed('no such structure');
  return { user, structure };
}

/** The structures of some technical ids, by name. */
export async function sorted(ctx: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<Structure[]> {
  return [...(await structuresById(ctx, ids)).values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
