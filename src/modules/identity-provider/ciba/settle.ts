import Provider, { errors } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { exchange, journalWithWrites, keyOf } from '../oidc/exchange.js';
import { openedSession } from './opened-session.js';
import { settlement, whatWasDone } from './what-was-done.js';

interface EngineRequest {
  readonly jti: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly scope?: string;
  readonly isExpired: boolean;
  readonly consumed?: number;
  readonly exp: number;
  grantId?: string;
  error?: string;
  save(ttl: number): Promise<string>;
}

type Find = (value: string, options?: object) => Promise<EngineRequest | undefined>;

/**
 * Looks, each time a service asks for its tokens, at what the person did: the engine expects to be told, but nothing
 * must be lost when a process ends between the phone's answer and the telling.
 */
export function settleWhenAsked(provider: Provider, ctx: Ctx): void {
  const model = provider.BackchannelAuthenticationRequest as unknown as { find: Find };
  const find = model.find;
  model.find = async function findSettled(value, options) {
    const request = await find.call(model, value, options);
    const open = request && !request.consumed && !request.isExpired && !request.grantId && !request.error;
    if (open) await settle(ctx, request);
    return request;
  };
}

async function settle(ctx: Ctx, request: EngineRequest): Promise<void> {
  const koa = Provider.ctx;
  const writes = exchange()?.writes;
  if (!koa || !writes) throw new Error('a request is settled when a service asks for its tokens');
  const by = koa.oidc.client?.clientId ?? '';
  // Another service that holds the id learns nothing and slows nobody down: the engine refuses it.
  const told = await whatWasDone(ctx, koa.req, request.jti, by);
  if (!told) return;
  if (told.asked.early) throw new errors.SlowDown();
  if (told.decision === 'pending') return;
  if (told.decision === 'refused') request.error = 'access_denied';
  else {
    const { opened, saves } = openedSession(request, told.asked.channel);
    for (const save of saves) writes.saves.set(keyOf(save.model, save.idHash), save);
    Object.assign(request, opened);
  }
  await request.save(request.exp - Math.floor(Date.now() / 1000));
  await journalWithWrites(ctx, settlement(told.asked, told.decision));
}
