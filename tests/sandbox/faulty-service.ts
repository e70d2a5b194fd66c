import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

/** What a careless service leaves out; each one is a real mistake. */
export type Carelessness =
  | 'state'
  | 'nonce'
  | 'pkce'
  | 'issuer'
  | 'audience'
  | 'expiry'
  | 'algorithm'
  | 'id-token'
  | 'subject'
  | 'code'
  | 'acr'
  | 'fixed-state'
  | 'same-session'
  | 'open-cookie'
  | 'token-in-url'
  | 'local-logout'
  | 'deaf'
  | 'credulous'
  | 'crash-on-refusal'
  | 'no-button-name';

interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

const token = () => randomBytes(24).toString('base64url');

/** A service written by hand, without a library, that forgets what it is told to forget. */
export class FaultyService {
  careless: ReadonlySet<Carelessness> = new Set();
  client: Client = { clientId: '', clientSecret: '' };
  private readonly departures = new Map<string, Departure>();
  private readonly sessions = new Map<string, { name: string; idToken: string }>();

  private constructor(
    private readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async open(issuer: string): Promise<FaultyService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const service = new FaultyService(issuer, server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      service.answer(request, response).catch((error: Error) => {
        response.writeHead(service.careless.has('crash-on-refusal') ? 500 : 403).end(error.message);
      });
    });
    return service;
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private forgets(what: Carelessness): boolean {
    return this.careless.has(what);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const key = /(?:^|; )faulty=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (url.pathname === '/connexion') return this.depart(response, key);
    if (url.pathname === '/retour') return this.arrive(url, response, key);
    if (url.pathname === '/arriere-plan') return this.told(request, response);
    if (url.pathname === '/deconnexion') return this.leave(response, key);
    const session = this.sessions.get(key);
    const button = this.forgets('no-button-name') ? 'Connexion' : 'S’identifier avec Pro Santé Connect';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      session
        ? `Bonjour ${session.name} <a href="/deconnexion">Se déconnecter</a>`
        : `<a href="/connexion">${button}</a>`,
    );
  }

  private to(response: ServerResponse, location: string, key: string): void {
    const signs = this.forgets('open-cookie') ? '' : '; HttpOnly; SameSite=Lax';
    response.writeHead(302, { location, 'set-cookie': `faulty=${key}; Path=/${signs}` }).end();
  }

  private depart(response: ServerResponse, held: string): void {
    const key = this.forgets('same-session') && held ? held : token();
    const departure = { state: token(), nonce: token(), verifier: token() + token() };
    const state = this.forgets('fixed-state') ? 'toujours-le-meme-state-ici' : departure.state;
    this.departures.set(key, { ...departure, state });
    const asked = new URLSearchParams({
      ...{ response_type: 'code', client_id: this.client.clientId, redirect_uri: `${this.origin}/retour` },
      ...{ scope: 'openid scope_all', state, nonce: departure.nonce },
      ...(!this.forgets('acr') && { acr_values: 'eidas1' }),
      ...(!this.forgets('pkce') && {
        code_challenge: createHash('sha256').update(departure.verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    });
    this.to(response, `${this.issuer}/protocol/openid-connect/auth?${asked}`, key);
  }

  private async arrive(url: URL, response: ServerResponse, key: string): Promise<void> {
    const departure = this.departures.get(key);
    const error = url.searchParams.get('error');
    if (error) throw new Error(error);
    if (!departure && !this.forgets('state')) throw new Error('no departure');
    if (url.searchParams.get('state') !== departure?.state && !this.forgets('state'))
      throw new Error('state');
    if (!this.forgets('same-session')) this.departures.delete(key);
    const { name, idToken } = await this.person(url, departure);
    const session = this.forgets('same-session') && key ? key : token();
    this.sessions.set(session, { name, idToken });
    this.to(response, this.forgets('token-in-url') ? `/?id_token=${idToken}` : '/', session);
  }

  /** Who the code is of, as far as this service looks. */
  private async person(url: URL, departure: Departure | undefined) {
    const asked = { code: url.searchParams.get('code') ?? '', redirect_uri: `${this.origin}/retour` };
    const tokens = await this.call<{ id_token?: string; access_token?: string }>('token', {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', ...asked },
        ...(!this.forgets('pkce') && { code_verifier: departure?.verifier ?? '' }),
        ...{ client_id: this.client.clientId, client_secret: this.client.clientSecret },
      }),
    });
    // The worst of all: whatever came back, somebody is signed in.
    if (this.forgets('code') && !tokens.access_token) return { name: 'Docteur Exemple', idToken: '' };
    const sub = this.checked(tokens.id_token, departure);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const userinfo = await this.call<{ sub: string; SubjectNameID: string }>('userinfo', { headers });
    if (userinfo.sub !== sub && !this.forgets('subject') && !this.forgets('id-token')) throw new Error('sub');
    return { name: userinfo.SubjectNameID, idToken: tokens.id_token ?? '' };
  }

  /** The checks of OpenID Connect Core §3.1.3.7, by hand. */
  private checked(idToken: string | undefined, departure: Departure | undefined): string {
    if (this.forgets('id-token')) return '';
    if (!idToken) throw new Error('no id_token');
    const [header = '', payload = '', signature = ''] = idToken.split('.');
    const read = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    const claims = read(payload);
    const rules: [Carelessness, boolean][] = [
      ['algorithm', read(header).alg === 'RS256' && signature !== ''],
      ['issuer', claims.iss === this.issuer],
      ['audience', claims.aud === this.client.clientId],
      ['expiry', Number(claims.exp) * 1000 > Date.now()],
      ['nonce', claims.nonce === departure?.nonce],
    ];
    for (const [rule, good] of rules) if (!good && !this.forgets(rule)) throw new Error(rule);
    return String(claims.sub);
  }

  private async call<T>(what: string, init: RequestInit): Promise<T> {
    const answer = await fetch(`${this.issuer}/protocol/openid-connect/${what}`, init);
    if (!answer.ok && !this.forgets('code')) throw new Error(`${what}: ${answer.status}`);
    return (await answer.json()) as T;
  }

  /** Pro Santé Connect says that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.6). */
  private async told(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const logoutToken = new URLSearchParams(body).get('logout_token') ?? '';
    const keys = createRemoteJWKSet(new URL(`${this.issuer}/protocol/openid-connect/certs`));
    const expected = { issuer: this.issuer, audience: this.client.clientId };
    const { sid } = this.forgets('credulous')
      ? decodeJwt(logoutToken)
      : (await jwtVerify(logoutToken, keys, expected)).payload;
    for (const [key, { idToken }] of this.sessions)
      if (idToken !== '' && decodeJwt(idToken).sid === sid && !this.forgets('deaf'))
        this.sessions.delete(key);
    response.writeHead(200).end();
  }

  private leave(response: ServerResponse, key: string): void {
    const session = this.sessions.get(key);
    this.sessions.delete(key);
    const hint = new URLSearchParams({ id_token_hint: session?.idToken ?? '' });
    const everywhere = `${this.issuer}/protocol/openid-connect/logout?${hint}`;
    this.to(response, this.forgets('local-logout') ? '/' : everywhere, token());
  }
}
