import type { Ctx } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { ACR } from '../oidc/acr-values.js';
import type { PersonCopy } from '../store.js';
import type { SignIn } from './interaction.js';

/** How a person proved who they are; services read it as `authMode`. */
export type AuthMode = 'MOBILE' | 'CARD';

/** Signs the person in, and says so in the journal. Out: where the browser goes on. */
export async function completeSignIn(
  ctx: Ctx,
  signIn: SignIn,
  person: PersonCopy,
  authMode: AuthMode,
): Promise<string> {
  await journal(ctx, {
    act: 'identity-provider.sign-in',
    subject: person.idNat,
    outcome: 'done',
    data: { clientId: signIn.service.clientId, authMode },
  });
  const login = { accountId: person.accountId, acr: ACR, amr: [authMode], remember: true };
  return signIn.finish({ login });
}
