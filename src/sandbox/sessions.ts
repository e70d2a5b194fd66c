import { openSession, type User } from '../modules/access/index.js';
import { entries } from '../modules/directory/index.js';
import type { Ctx } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';

export type SignInAs =
  | { readonly idNat: string }
  | {
      readonly role: 'agent' | 'cpam' | 'support' | 'operator' | 'manager' | 'integrator';
      readonly scope?: string | undefined;
    };

/** «Se connecter en tant que»: a session of any person or role, in the sandbox alone. */
export async function signInAs(ctx: Ctx, who: SignInAs): Promise<{ token: string; user: User }> {
  if ('role' in who) return openSession(ctx, { role: who.role, ...(who.scope && { scope: who.scope }) });
  if (!(await entries(ctx, [who.idNat])).has(who.idNat)) {
    throw new Refusal({
      code: 'sandbox.unknown-person',
      status: 404,
      message: 'Cette personne n’est pas dans l’annuaire.',
    });
  }
  return openSession(ctx, { idNat: who.idNat });
}
