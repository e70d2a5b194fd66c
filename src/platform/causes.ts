import type { Ctx } from './context.js';

/** Who caused a change, and by which request. */
export interface Cause {
  readonly actor: string;
  readonly correlation: string;
}

/** What caused the change of each subject, where one job carries what several requests changed. */
export type Causes = ReadonlyMap<string, Cause>;

/** Who caused the change of a subject: whoever is named for it, else the actor of now. */
export const causeOf = ({ causes, actor, correlation }: Ctx, subject: string): Cause =>
  causes?.get(subject) ?? { actor, correlation };

/**
 * The same world where what changed on the way bears the cause of what it came from. In: pairs of the new subject and
 * the former one, e.g. a person and the member whose file was read.
 */
export function passCauses(ctx: Ctx, pairs: Iterable<readonly [string, string]>): Ctx {
  const { causes } = ctx;
  if (!causes) return ctx;
  const passed = [...pairs].map(([to, from]) => [to, causeOf(ctx, from)] as const);
  return { ...ctx, causes: new Map([...causes, ...passed]) };
}
