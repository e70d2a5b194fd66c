import { randomUUID } from 'node:crypto';
import Provider, { errors } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { ecps } from '../../credentials/index.js';
import { ACR } from '../oidc/acr-values.js';
import { journalWithWrites } from '../oidc/exchange.js';
import { sessionLifetime } from '../rules/lifetimes.js';
import { askedAbout, type CibaRequest } from './store.js';

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
  acr?: string;
  amr?: string[];
  authTime?: number;
  sid?: string;
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
    if (open) await settle(provider, ctx, request);
    return request;
  };
}

async function settle(provider: Provider, ctx: Ctx, request: EngineRequest): Promise<void> {
  // Another service that holds the id learns nothing and slows nobody down: the engine refuses it.
  const known = await askedAbout(ctx, request.jti, Provider.ctx?.oidc.client?.clientId ?? '');
  if (!known) return;
  if (known.early) throw new errors.SlowDown();
  const decision = await decisionOf(ctx, known);
  if (decision === 'pending') return;
  const ttl = request.exp - Math.floor(Date.now() / 1000);
  if (decision === 'refused') request.error = 'access_denied';
  else await openSession(provider, request, known.channel);
  await request.save(ttl);
  await journalWithWrites(ctx, {
    act: 'identity-provider.sign-in',
    subject: known.idNat,
    outcome: decision === 'approved' ? 'done' : 'refused',
    data: { clientId: known.clientId, authMode: known.channel, ciba: true },
  });
}

async function decisionOf(ctx: Ctx, known: CibaRequest): Promise<'approved' | 'refused' | 'pending'> {
  if (known.channel === 'CARD') return known.decision ?? 'pending';
  const state = await ecps.collectApproval(ctx, known.approvalId ?? '');
  // The engine says by itself that the time is over.
  if (state?.status === 'pending' || state?.status === 'expired') return 'pending';
  if (state?.status !== 'approved') return 'refused';
  return state.approvedBy === known.idNat ? 'approved' : 'refused';
}

/** A session like any other, that no browser holds: it has a sid, ends by logout, and lasts four hours at most. */
async function openSession(provider: Provider, request: EngineRequest, channel: string): Promise<void> {
  const { accountId, clientId } = request;
  const now = Math.floor(Date.now() / 1000);
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(request.scope ?? '');
  await grant.save();
  const sid = randomUUID();
  const Session = provider.Session as unknown as new (
    payload: object,
  ) => { save(ttl: number): Promise<string> };
  const session = new Session({
    ...{ uid: sid, accountId, loginTs: now, acr: ACR, amr: [channel] },
    authorizations: { [clientId]: { sid, grantId: grant.jti } },
  });
  await session.save(sessionLifetime(now, now));
  Object.assign(request, { grantId: grant.jti, acr: ACR, amr: [channel], authTime: now, sid });
}
