import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { type MeansPolicy, sessionSatisfies, wantsStrong } from '../rules/means.js';

const { base, Check } = interactionPolicy;
const { REQUEST_PROMPT, NO_NEED_TO_PROMPT } = Check;

/** Why the sign-in page opens over a session that is good: several people use this browser. */
export const CONFIRM = 'shared_workstation';

/** When the engine shows the sign-in pages, beyond the cases of OpenID Connect Core §3.1.2.3; nobody is asked to consent. */
export function signInPolicy(ctx: Ctx) {
  const policy = base();
  policy.remove('consent');
  const login = policy.get('login');
  const add = (check: InstanceType<typeof Check>) => login?.checks.add(check);
  const when = (prompt: boolean) => (prompt ? REQUEST_PROMPT : NO_NEED_TO_PROMPT);
  add(
    new Check('account_closed', 'the person is no longer known', (koa) =>
      when(koa.oidc.session?.accountId !== undefined && !koa.oidc.account),
    ),
  );
  add(
    new Check(
      'means',
      'the session was opened by a means that the service does not take',
      'login_required',
      (koa) => when(koa.oidc.session?.accountId !== undefined && !meansTaken(ctx, koa)),
    ),
  );
  add(
    new Check(CONFIRM, 'the person confirms the open session', 'interaction_required', (koa) =>
      when(
        koa.oidc.client?.metadata().shared_workstation === true &&
          koa.oidc.session?.accountId !== undefined &&
          !passed(koa),
      ),
    ),
  );
  return policy;
}

/** Whether the person signed in, or confirmed, on the pages that this request showed. */
function passed({ oidc }: KoaContextWithOIDC): boolean {
  const result = oidc.result as { login?: unknown; confirmed?: true } | undefined;
  return result?.login !== undefined || result?.confirmed === true;
}

function meansTaken(ctx: Ctx, koa: KoaContextWithOIDC): boolean {
  const { session, client, params } = koa.oidc;
  const service = client?.metadata().means_policy as MeansPolicy;
  return sessionSatisfies(session ?? {}, service, wantsStrong(params?.acr_values), today(ctx.clock));
}
