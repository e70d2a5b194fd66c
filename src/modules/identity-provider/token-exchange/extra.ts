import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import type { PersonAccount } from '../oidc/account.js';
import { subjectFor } from '../oidc/subjects.js';
import type { SubjectToken } from './exchange.js';

export interface Exchanged {
  readonly account: PersonAccount;
  readonly subject: SubjectToken;
  /** Client ids of the service that asks and of the one that the token is for. */
  readonly asker: string;
  readonly target: string;
}

const remembered = new WeakMap<KoaContextWithOIDC, Record<string, unknown>>();

/**
 * Keeps, for the token that this request will save, what it says: the sign-in as the first token said it, the person by
 * the name that the target knows, for whom it is, and who asked (`act`, RFC 8693 §4.1).
 */
export async function rememberExtra(
  ctx: Ctx,
  provider: Provider,
  koa: KoaContextWithOIDC,
  { account, subject, asker, target }: Exchanged,
): Promise<void> {
  remembered.set(koa, {
    auth_time: subject.extra?.auth_time,
    acr: subject.extra?.acr,
    authMode: subject.extra?.authMode,
    sub: await subjectFor(ctx, await provider.Client.find(target), account),
    aud: target,
    act: { sub: asker, client_id: asker },
  });
}

/** What was kept for this request; undefined when it exchanges nothing. */
export const exchangedExtra = (koa: KoaContextWithOIDC): Record<string, unknown> | undefined =>
  remembered.get(koa);

/** Who may ask about a token: any service, but for one given by an exchange the one that it is for and the one that asked. */
export function mayIntrospect(
  clientId: string,
  token: { readonly clientId?: string | undefined; readonly aud?: unknown },
): boolean {
  return token.aud === undefined || token.aud === clientId || token.clientId === clientId;
}
