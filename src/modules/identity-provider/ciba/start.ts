import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { limit } from '../../../platform/rate-limit.js';
import { hashToken, seal } from '../../../platform/secrets.js';
import { cards, ecps } from '../../credentials/index.js';
import { parsePscId } from '../../nomenclatures/index.js';
import type { PersonAccount } from '../oidc/account.js';
import { exchange } from '../oidc/exchange.js';
import { publication } from '../queries/sign-in-prerequisites.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import type { MeansPolicy } from '../rules/means.js';
import { askedNow, type Channel } from './store.js';

/** Key under which an auth_req_id waits for its service to be told. */
export const SEALED_ID = 'identity-provider:ciba';

const WINDOW_SECONDS = 300;
const MOST_PER_PERSON = 30;

interface BackchannelRequest {
  readonly jti: string;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/**
 * Client-Initiated Backchannel Authentication (CIBA Core 1.0), as the national service offers it: the person named by
 * national identifier, a message of two digits, the means chosen by `channel`. Poll and ping; never push.
 */
export function cibaFeature(ctx: Ctx) {
  return {
    enabled: true,
    deliveryModes: ['poll', 'ping'] as ('poll' | 'ping')[],
    processLoginHint: (_koa: KoaContextWithOIDC, hint?: string) => accountOf(ctx, hint ?? ''),
    processLoginHintToken: async () => {
      throw new errors.InvalidRequest('login_hint_token is not supported, send login_hint');
    },
    verifyUserCode: async () => undefined,
    validateBindingMessage: async (_koa: KoaContextWithOIDC, message?: string) => {
      if (!/^\d{2}$/.test(message ?? ''))
        throw new errors.InvalidBindingMessage('binding_message must be two digits');
    },
    validateRequestContext: async (koa: KoaContextWithOIDC) => {
      channelOf(koa);
    },
    triggerAuthenticationDevice: (koa: KoaContextWithOIDC, request: unknown, account: unknown) =>
      start(ctx, koa, request as BackchannelRequest, account as PersonAccount),
  };
}

function channelOf(koa: KoaContextWithOIDC): Channel {
  const channel = koa.oidc.params?.channel ?? 'MOBILE';
  if (channel !== 'MOBILE' && channel !== 'CARD')
    throw new errors.InvalidRequest('channel must be MOBILE or CARD');
  const { acceptedMeans } = (koa.oidc.client?.metadata().means_policy ?? {}) as MeansPolicy;
  if (acceptedMeans && !acceptedMeans.includes(channel === 'CARD' ? 'CARD' : 'ECPS'))
    throw new errors.InvalidRequest('the service does not take the means of this channel');
  return channel;
}

/** @throws UnknownUserId, which says no more of a stranger than that nobody can be signed in by that name */
async function accountOf(ctx: Ctx, hint: string): Promise<string> {
  const read = parsePscId(hint);
  if (!read.ok) throw new errors.UnknownUserId('login_hint is not a national identifier');
  const published = await publication(ctx, read.idNat.value);
  if (!published.met) throw new errors.UnknownUserId('nobody can sign in under this identifier');
  const { accountId } = published.person;
  // The engine asks for the account next.
  exchange()?.people.set(accountId, published.person);
  return accountId;
}

async function start(
  ctx: Ctx,
  koa: KoaContextWithOIDC,
  request: BackchannelRequest,
  { person }: PersonAccount,
): Promise<void> {
  const { idNat } = person;
  const channel = channelOf(koa);
  const client = koa.oidc.client;
  const ping = client?.backchannelTokenDeliveryMode === 'ping';
  const bindingMessage = request.params.binding_message ?? '';
  const approvalId = await refusalAsError(async () => {
    await limit(ctx, `psc-sign-in:person:${hashToken(idNat)}`, MOST_PER_PERSON, WINDOW_SECONDS);
    if (channel === 'CARD') return assertCard(ctx, idNat);
    const asked = await ecps.requestApproval(ctx, {
      idNat,
      service: client?.clientName ?? client?.clientId ?? '',
      clientId: client?.clientId ?? '',
      place: 'Logiciel du service, sans navigateur',
      origin: ctx.config.origin,
      number: Number(bindingMessage),
      followed: ping,
    });
    return asked.id;
  });
  const writes = exchange()?.writes;
  if (!writes) throw new Error('a request is written with what the engine keeps of it');
  writes.asked = askedNow({
    authReqId: request.jti,
    clientId: client?.clientId ?? '',
    idNat,
    channel,
    bindingMessage,
    approvalId,
    sealedId: ping ? seal(ctx.config.secret, SEALED_ID, request.jti) : null,
    expiresAt: new Date(Date.now() + LIFETIMES.ciba * 1000),
  });
}

async function assertCard(ctx: Ctx, idNat: string): Promise<null> {
  if (!(await cards.usableCards(ctx, [idNat])).get(idNat)?.length) throw ecps.errors.noMeans();
  return null;
}

const TOO_OFTEN = 'this person was asked too often; wait for the requests under way, or for some minutes';

/** Our refusals in the words of CIBA Core §13: the person cannot be asked, or not again so soon. */
async function refusalAsError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === ecps.errors.noMeans().code)
      throw new errors.UnknownUserId('this person has no means usable on this channel');
    throw new errors.AccessDenied(TOO_OFTEN);
  }
}
