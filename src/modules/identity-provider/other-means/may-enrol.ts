import type { Ctx } from '../../../platform/context.js';
import { notStrongEnough } from '../errors.js';

/** Sign-ins after which a means may be added: by a means that the State gave, not by one that was added before (RIE-PS 07). */
const STRONG: readonly string[] = ['MOBILE', 'CARD'];

/** A session that a sandbox opened for somebody, without any sign-in. */
export const BY_SANDBOX = 'SANDBOX';

/** @throws errors.notStrongEnough */
export function assertMayEnrol(ctx: Pick<Ctx, 'config'>, signedInBy: string): void {
  if (STRONG.includes(signedInBy)) return;
  if (signedInBy === BY_SANDBOX && ctx.config.profile === 'sandbox') return;
  throw notStrongEnough();
}
