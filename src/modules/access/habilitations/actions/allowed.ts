import type { Ctx } from '../../../../platform/context.js';
import { journal } from '../../../../platform/journal.js';
import { answeringFor } from '../../../structures/index.js';
import { errors } from '../../errors.js';
import { type Act, type Asker, may } from '../../rules/role-matrix.js';

/**
 * Refuses, and journals, what the role matrix does not let `by` do for a structure; whoever may for a legal entity may for
 * its establishments. @throws accessErrors.notAllowed
 */
export async function allow(ctx: Ctx, by: Asker, act: Act, structureId: string): Promise<void> {
  const answering = await answeringFor(ctx, structureId);
  if (answering.some((scope) => may(by, act, { scope }))) return;
  await journal(ctx, {
    act,
    subject: structureId,
    outcome: 'refused',
    reason: `role ${by.kind}`,
  });
  throw errors.notAllowed(act);
}
