import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { signInOver } from '../errors.js';
import type { Engine } from '../oidc/engine.js';
import { rawOf } from '../oidc/request.js';
import { type Service, service } from '../queries/service.js';

/** A sign-in under way in this browser: the engine's interaction, the service, and the request sent to the phone. */
export interface SignIn {
  readonly uid: string;
  readonly service: Service;
  readonly loginHint: string;
  /** Origin to which the browser goes back in the end; a form of ours may lead there. */
  readonly backTo: string;
  readonly approval: Approval | undefined;
  /** Where the browser goes on, once the phone's approval was collected. */
  readonly signedInAt: string | undefined;
  save(approval: Approval | undefined): Promise<void>;
  /** Ends the sign-in; out: where the browser goes on. */
  finish(result: Record<string, unknown>): Promise<string>;
}

export interface Approval {
  readonly id: string;
  readonly number: number;
  readonly idNat: string;
}

/**
 * Reads the sign-in that the browser's cookie names.
 * @throws errors.signInOver when it ended, expired, or belongs to another browser.
 */
export async function currentSignIn(c: Context<Env>, { provider }: Engine): Promise<SignIn> {
  const { req, res } = rawOf(c);
  const details = await provider.interactionDetails(req, res).catch(() => undefined);
  const { client_id, redirect_uri, login_hint } = (details?.params ?? {}) as Record<
    string,
    string | undefined
  >;
  const known = client_id && (await service(c.get('ctx'), client_id));
  if (!details || !known || !redirect_uri || details.uid !== c.req.param('uid')) throw signInOver();
  const remaining = details.exp - Math.floor(Date.now() / 1000);
  return {
    uid: details.uid,
    service: known,
    loginHint: login_hint ?? '',
    backTo: new URL(redirect_uri).origin,
    approval: (details.result as { approval?: Approval } | undefined)?.approval,
    signedInAt: details.result?.login ? details.returnTo : undefined,
    async save(approval) {
      details.result = { approval } as NonNullable<typeof details.result>;
      await details.save(remaining);
    },
    async finish(result) {
      details.result = result as NonNullable<typeof details.result>;
      await details.save(remaining);
      return details.returnTo;
    },
  };
}
