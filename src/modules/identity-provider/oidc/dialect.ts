import { randomUUID } from 'node:crypto';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { hashToken, sameText } from '../../../platform/secrets.js';
import type { PersonAccount } from './account.js';
import { ACR } from './acr-values.js';
import { confirmation } from './client-certificates.js';
import { accessClaims, type Envelope } from './envelope.js';
import { subjectFor } from './subjects.js';

interface Source {
  readonly authTime?: number;
  readonly nonce?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
}

/** What an access token remembers of the sign-in; introspection gives it as it is. */
export function tokenExtra(koa: KoaContextWithOIDC) {
  const { AuthorizationCode, RotatedRefreshToken, BackchannelAuthenticationRequest } = koa.oidc
    .entities as Record<string, Source | undefined>;
  const source: Source = AuthorizationCode ?? RotatedRefreshToken ?? BackchannelAuthenticationRequest ?? {};
  return {
    auth_time: source.authTime,
    nonce: source.nonce ?? '',
    acr: source.acr ?? ACR,
    authMode: source.amr?.[0] ?? '',
  };
}

interface TokenModel {
  extra?: Record<string, unknown>;
  scope?: string;
  sid?: string;
  expiration: number;
  envelope?: string;
  jkt?: string;
  'x5t#S256'?: string;
}

type AnyClass = { prototype: Record<string, unknown> } & Record<string, unknown>;
type Method = (this: never, ...args: unknown[]) => Promise<unknown>;

/**
 * Teaches the engine what the national service does differently, in one place: one `sid` per session, ID tokens with
 * `azp`, `typ`, `session_state` and `at_hash`, access tokens in a signed envelope, secrets compared by their hash.
 */
export function speakNational(provider: Provider, ctx: Pick<Ctx, 'db'>, envelope: Envelope): void {
  oneSidPerSession(provider);
  namedSubjects(provider.Client);
  hashedSecrets(provider.Client as unknown as AnyClass);
  metadataOnce(provider.Client as unknown as AnyClass);
  wrappedAccessTokens(provider.AccessToken as unknown as AnyClass, ctx, provider.issuer, envelope);
  nationalIdTokens(provider.IdToken as unknown as AnyClass);
}

function oneSidPerSession(provider: Provider): void {
  const Session = provider.Session as unknown as AnyClass & { new (payload?: object): { uid: string } };
  Session.instantiate = function instantiate(payload?: { uid?: string }) {
    const session = new Session(payload);
    if (!payload?.uid) session.uid = randomUUID();
    return session;
  };
  type SidSession = { uid: string; sidFor(clientId: string, sid?: string): string | undefined };
  Session.prototype.ensureClientContainer = function ensure(this: SidSession, clientId: string) {
    if (!this.sidFor(clientId)) this.sidFor(clientId, this.uid);
  };
  (provider.Client as unknown as AnyClass).prototype.includeSid = () => true;
}

/**
 * The engine asks for our name of a person where a client has pairwise subjects, so each client looks so to it, once its
 * metadata, which say `public`, were checked.
 */
function namedSubjects(Client: Provider['Client']): void {
  Object.defineProperty(Client.prototype, 'subjectType', {
    configurable: true,
    get: () => 'pairwise',
    set: () => undefined,
  });
}

/** The engine spells the metadata of a client anew at each question; a changed service is another object. */
function metadataOnce(Client: AnyClass): void {
  const spell = Client.prototype.metadata as (this: object) => object;
  const known = new WeakMap<object, object>();
  Client.prototype.metadata = function metadata(this: object) {
    const spelt = known.get(this) ?? spell.call(this);
    known.set(this, spelt);
    return spelt;
  };
}

function hashedSecrets(Client: AnyClass): void {
  Client.prototype.compareClientSecret = function compare(this: { clientSecret: string }, given: string) {
    return isSecretOf(given, this.clientSecret.split(' '));
  };
}

/** Whether a secret is one of those of which these are the hashes, in constant time. */
export function isSecretOf(given: string, hashes: readonly string[]): boolean {
  const hash = hashToken(given);
  return hashes.some((known) => sameText(hash, known));
}

/** An access token leaves as an envelope and only comes back as one: the opaque value alone opens nothing. */
function wrappedAccessTokens(
  AccessToken: AnyClass,
  ctx: Pick<Ctx, 'db'>,
  issuer: string,
  envelope: Envelope,
): void {
  const save = AccessToken.prototype.save as Method;
  AccessToken.prototype.save = async function saveWrapped(this: TokenModel) {
    const opaque = (await save.call(this as never)) as string;
    const koa = Provider.ctx as KoaContextWithOIDC;
    const account = koa.oidc.account as PersonAccount;
    const { person } = account;
    const claims = accessClaims({
      ...{ issuer, opaque, person, clientId: koa.oidc.client?.clientId },
      sub: await subjectFor(ctx, koa.oidc.client, account),
      ...{ iat: Math.floor(Date.now() / 1000), seconds: this.expiration },
      ...{ extra: this.extra, sid: this.sid, scope: this.scope },
    });
    this.envelope = await envelope.wrap({ ...claims, ...confirmation(this, koa.oidc.client) });
    return this.envelope;
  };
  const find = AccessToken.find as Method;
  AccessToken.find = async function findWrapped(value: unknown, ...rest: unknown[]) {
    const opaque = typeof value === 'string' ? envelope.open(value.replace(/^~/, '')) : undefined;
    return opaque && find.call(AccessToken as never, opaque, ...rest);
  };
}

function nationalIdTokens(IdToken: AnyClass): void {
  const issue = IdToken.prototype.issue as Method;
  type Token = {
    ctx?: KoaContextWithOIDC;
    client: { clientId: string };
    extra: Record<string, unknown>;
    set(name: string, value: unknown): void;
  };
  IdToken.prototype.issue = function issueNational(this: Token, options: { use?: string }) {
    if (options.use === 'idtoken') {
      this.set('azp', this.client.clientId);
      this.set('typ', 'ID');
      this.set('jti', randomUUID());
      this.set('session_state', this.extra.sid);
      const { AccessToken } = (this.ctx?.oidc.entities ?? {}) as { AccessToken?: TokenModel };
      if (AccessToken?.envelope) this.set('at_hash', AccessToken.envelope);
    }
    return issue.call(this as never, options);
  };
}
