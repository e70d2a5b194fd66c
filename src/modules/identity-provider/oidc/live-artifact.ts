import type { Ctx } from '../../../platform/context.js';
import type { Service } from '../queries/service.js';
import { copyOf, type PersonCopy } from '../store.js';
import { found, ID } from './read-together.js';

/** What codes and tokens say, as the engine keeps it. Times in epoch seconds. */
export interface Payload {
  readonly kind: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly grantId: string;
  readonly scope: string;
  readonly exp: number;
  readonly iat: number;
  readonly sid?: string;
  readonly sessionUid?: string;
  readonly gty?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly authTime?: number;
  readonly nonce?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly claims?: { readonly id_token?: object; readonly userinfo?: object };
  readonly [member: string]: unknown;
}

/** A code or a token that is worth something now, with everything that an answer about it is made of. */
export interface LiveArtifact {
  readonly payload: Payload;
  /** Its scopes that its grant has, in the order of the grant. */
  readonly scopes: readonly string[];
  /** The service to which it was given. */
  readonly owner: Service;
  /** The service that asks; the owner where nobody was named. */
  readonly asker: Service;
  readonly person: PersonCopy;
}

interface Wanted {
  readonly model: 'AccessToken' | 'RefreshToken' | 'AuthorizationCode';
  readonly id: string;
  /** The service that asks. */
  readonly clientId?: string | undefined;
}

/**
 * Reads by one statement a code or a token with its grant, its service and its person, and judges it as the engine would, in
 * the ordinary case: not bound to a key, for nobody but its service, without a choice of claims, of a service with
 * national names. Out: undefined for whatever is not so, and for whatever must be refused: the engine then says which.
 */
export async function liveArtifact(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  wanted: Wanted,
): Promise<LiveArtifact | undefined> {
  if (!ID.test(wanted.id)) return undefined;
  const read = await found(ctx, wanted);
  const [payload, grant] = [read.payload as Payload | null | undefined, read.grant];
  const owner = read.owner ?? read.service;
  if (!payload || read.consumedAt || !grant || !read.service || !owner || !read.account) return undefined;
  if (!isAlive(payload) || !isAlive(grant) || !isOrdinary(payload, wanted.model, owner)) return undefined;
  const { clientId, accountId } = payload;
  if (clientId !== owner.clientId || grant.clientId !== clientId || grant.accountId !== accountId)
    return undefined;
  const person = copyOf(ctx, read.account);
  const granted = (grant.openid as { scope?: string } | undefined)?.scope?.split(' ');
  if (!person.active || !granted || grant.rejected) return undefined;
  const asked = payload.scope.split(' ');
  const scopes = granted.filter((scope) => asked.includes(scope));
  return { payload, scopes, owner, asker: read.service, person };
}

/** Whether the engine made it, and it is not over. */
export const isAlive = ({ exp, iat }: { readonly exp?: unknown; readonly iat?: unknown }): boolean =>
  typeof exp === 'number' && typeof iat === 'number' && exp > Math.floor(Date.now() / 1000);

/** What makes an answer depend on more than the artifact, its grant, its service and its person. */
const UNUSUAL = ['jkt', 'x5t#S256', 'dpopJkt', 'attestationJkt', 'aud', 'rar', 'resource'];

/** Whether an answer about it is made of the artifact, its grant, its service and its person alone. */
export const isOrdinary = (payload: Payload, model: string, owner: Service): boolean =>
  payload.kind === model &&
  typeof payload.scope === 'string' &&
  payload.expiresWithSession !== true &&
  UNUSUAL.every((member) => payload[member] === undefined) &&
  payload.claims?.userinfo === undefined &&
  owner.options.subject !== 'stable';
