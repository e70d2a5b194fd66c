import type { Ctx } from '../../../platform/context.js';
import type { Service } from '../queries/service.js';
import { copyOf, type PersonCopy } from '../store.js';
import type { Envelope } from './envelope.js';
import { found, ID } from './read-together.js';

/** An access token that is worth something now, with everything that an answer about it is made of. */
export interface LiveToken {
  /** The engine's own token, inside the envelope. */
  readonly opaque: string;
  readonly token: {
    readonly clientId: string;
    readonly accountId: string;
    readonly scope: string;
    readonly exp: number;
    readonly iat: number;
    readonly sid?: string;
    readonly extra?: Record<string, unknown>;
  };
  /** Scopes of the token that its grant has, in the order of the grant. */
  readonly scopes: readonly string[];
  /** The service to which the token was given. */
  readonly owner: Service;
  /** The service that asks; the owner where nobody was named. */
  readonly asker: Service;
  readonly person: PersonCopy;
}

type Payload = Readonly<Record<string, unknown>>;

/**
 * Reads by one statement an access token as it came, and judges it as the engine would, for the ordinary case: not bound to
 * a key, for nobody but its service, without a choice of claims, of a service with national names. Out: undefined for
 * whatever is not so, and for whatever must be refused: the engine then says what there is to say.
 */
export async function liveToken(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  envelope: Envelope,
  value: string,
  clientId?: string,
): Promise<LiveToken | undefined> {
  const opaque = envelope.open(value);
  if (opaque === undefined || !ID.test(opaque)) return undefined;
  const { payload, consumedAt, grant, service, owner, account } = await found(ctx, {
    ...{ model: 'AccessToken', id: opaque, clientId },
  });
  const known = owner ?? service;
  if (!payload || consumedAt || !grant || !service || !known || !account) return undefined;
  if (!isAlive(payload) || !isAlive(grant) || !isOrdinary(payload, known)) return undefined;
  const { clientId: of, accountId } = payload;
  if (of !== known.clientId || grant.clientId !== of || grant.accountId !== accountId || grant.rejected)
    return undefined;
  const person = copyOf(ctx, account);
  if (!person.active) return undefined;
  const [asked, granted] = [
    String(payload.scope).split(' '),
    String((grant.openid as { scope?: string } | undefined)?.scope).split(' '),
  ];
  return {
    opaque,
    token: payload as unknown as LiveToken['token'],
    scopes: granted.filter((scope) => asked.includes(scope)),
    ...{ owner: known, asker: service, person },
  };
}

const isAlive = ({ exp, iat }: Payload): boolean =>
  typeof exp === 'number' && typeof iat === 'number' && exp > Math.floor(Date.now() / 1000);

/** What makes an answer depend on more than the token, its grant, its service and its person. */
const UNUSUAL = ['jkt', 'x5t#S256', 'aud', 'rar'];

const isOrdinary = (token: Payload, owner: Service): boolean =>
  token.kind === 'AccessToken' &&
  typeof token.scope === 'string' &&
  UNUSUAL.every((member) => token[member] === undefined) &&
  (token.claims as { userinfo?: unknown } | undefined)?.userinfo === undefined &&
  owner.options.subject !== 'stable';
