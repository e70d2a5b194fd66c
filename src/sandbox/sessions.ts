import { openSession, type User, userOfToken } from '../modules/access/index.js';
import { entries } from '../modules/directory/index.js';
import { pscRecord } from '../modules/identity-provider/index.js';
import type { Ctx } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';

/** The roles that the sandbox lends to nobody in particular. */
export const LENT_ROLES = [
  ...['agent', 'cpam', 'support', 'operator', 'manager', 'integrator', 'mail-operator'],
  ...['legal-representative', 'mandataire', 'technical-admin', 'delegate'],
] as const;

export type SignInAs =
  | { readonly idNat: string }
  | { readonly role: (typeof LENT_ROLES)[number]; readonly scope?: string | undefined };

/** «Se connecter en tant que»: a session of any person or role, in the sandbox alone. */
export async function signInAs(ctx: Ctx, who: SignInAs): Promise<{ token: string; user: User }> {
  if ('role' in who)
    return signedIn(ctx, await openSession(ctx, { role: who.role, ...(who.scope && { scope: who.scope }) }));
  const name = await nameOf(ctx, who.idNat);
  return signedIn(ctx, await openSession(ctx, { idNat: who.idNat, name }));
}

/** The name of exercise of the directory; that of Pro Santé Connect for whom it alone knows. */
async function nameOf(ctx: Ctx, idNat: string): Promise<string> {
  const entry = (await entries(ctx, [idNat])).get(idNat);
  const known = entry ? undefined : await pscRecord(ctx, idNat);
  if (!entry && !known) {
    throw new Refusal({
      code: 'sandbox.unknown-person',
      status: 404,
      message: 'Cette personne n’est pas dans l’annuaire.',
    });
  }
  const [exercise] = entry?.person.exercises ?? [];
  const words = known ? [known.givenName, known.familyName] : [exercise?.givenName, exercise?.name];
  return words.filter(Boolean).join(' ') || idNat;
}

async function signedIn(ctx: Ctx, { token }: { token: string }): Promise<{ token: string; user: User }> {
  const user = await userOfToken(ctx, token);
  if (!user) throw new Error('a session that was just opened is not there');
  return { token, user };
}
