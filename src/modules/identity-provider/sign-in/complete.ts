import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { meansNotTaken } from '../errors.js';
import { type AuthMode, meansOfMode, REENTRY, STRONG_ACR, worthOn } from '../rules/means.js';
import type { PersonCopy } from '../store.js';
import type { SignIn } from './interaction.js';

/** What is particular to a sign-in. */
export interface Particulars {
  /** Epoch seconds of the strong authentication, where it was not made here and now. */
  readonly at?: number;
  /** One factor took up again what two opened before (RIE-PS 10). */
  readonly reentry?: boolean;
}

/**
 * Signs the person in, and says so in the journal. Out: where the browser goes on.
 * @throws errors.meansNotTaken when the service does not take that means for this request
 */
export async function completeSignIn(
  ctx: Ctx,
  signIn: SignIn,
  person: PersonCopy,
  authMode: AuthMode,
  { at, reentry }: Particulars = {},
): Promise<string> {
  const means = meansOfMode(authMode);
  const worth = means && worthOn(means.code, today(ctx.clock));
  if (!means || !worth || !(reentry || signIn.offered.includes(means.code))) throw meansNotTaken();
  const login = {
    accountId: person.accountId,
    acr: reentry ? STRONG_ACR : worth.acr,
    amr: reentry ? [authMode, REENTRY] : [authMode],
    remember: true,
    ...(at !== undefined && { ts: at }),
  };
  return signIn.finish(
    { login },
    {
      act: 'identity-provider.sign-in',
      subject: person.idNat,
      outcome: 'done',
      data: { clientId: signIn.service.clientId, authMode, ...(reentry && { reentry }) },
    },
  );
}

/**
 * Goes on after the person showed a strong means: signs in, or, where an account of an establishment waits to be
 * paired, asks for that. Out: where the browser goes on.
 */
export async function goOnWith(
  ctx: Ctx,
  signIn: SignIn,
  person: PersonCopy,
  authMode: 'MOBILE' | 'CARD',
): Promise<string> {
  if (!signIn.kept.delegated) return completeSignIn(ctx, signIn, person, authMode);
  await signIn.keep({ approval: undefined, proved: { idNat: person.idNat, authMode } });
  return `/auth/connexion/${signIn.uid}/delegation/appairage`;
}
