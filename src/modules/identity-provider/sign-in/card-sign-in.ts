import type { Ctx } from '../../../platform/context.js';
import { signInOver } from '../errors.js';
import { artifactAdapter } from '../oidc/adapter.js';
import { type Service, service } from '../queries/service.js';

/** A sign-in that waits for a card: what the card's port may know of it, without the browser's cookie. */
export interface AwaitedSignIn {
  readonly uid: string;
  readonly service: Service;
  /** Origin to which the browser goes back in the end. */
  readonly backTo: string;
}

/** Members of a result that say that the sign-in is done. */
const OVER = ['login', 'confirmed', 'error'];

/**
 * The sign-in of that uid. Knowing it gives nothing: what is proved here is only worth something in the browser that
 * holds the sign-in's cookie.
 * @throws errors.signInOver when it ended or expired
 */
export async function awaitedSignIn(ctx: Pick<Ctx, 'db' | 'clock'>, uid: string): Promise<AwaitedSignIn> {
  const found = await artifactAdapter(ctx, 'Interaction').find(uid);
  const { client_id, redirect_uri } = (found?.params ?? {}) as Record<string, string | undefined>;
  const known = client_id && (await service(ctx, client_id));
  const result = found?.result as Record<string, unknown> | undefined;
  // A number that waits on a phone, or an account to be paired, is no end.
  const over = result && OVER.some((end) => end in result);
  if (!known || !redirect_uri || over) throw signInOver();
  return { uid, service: known, backTo: new URL(redirect_uri).origin };
}
