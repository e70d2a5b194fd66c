import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What this provider does wrong, or otherwise than usual, at the next sign-in. */
export interface Oddities {
  /** Over the claims of the ID token; undefined takes one away. */
  readonly claims?: Record<string, unknown>;
  /** Over the parameters that go back with the browser; undefined takes one away. */
  readonly back?: Record<string, string | undefined>;
  /** Signs with a key that it does not publish. */
  readonly foreignKey?: boolean;
}

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** A provider of identities of an establishment, on a loopback port, that lies on demand. */
export class Hospital {
  readonly #codes = new Map<string, { nonce: string; challenge: string; odd: Oddities }>();
  #odd: Oddities = {};
  #closed = false;
  readonly calls: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly keys: { own: Key; foreign: Key; published: object },
  ) {}

  static async open(): Promise<Hospital> {
    const [own, foreign] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const published = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] };
    const server = createServer();
    const hospital = new Hospital(server, { own: own.privateKey, foreign: foreign.privateKey, published });
    server.on('request', (req, res) => {
      void hospital.#answer(req).then(({ status = 200, body }) => {
        res.statusCode = status;
        res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hospital;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get publishedKeys(): { keys: object[] } {
    return this.keys.published as { keys: object[] };
  }

  /** From now on the keys are not published any more. */
  hideKeys(): void {
    this.#closed = true;
  }

  /** The person signs in there. In: where Pro Santé Connect sent the browser. Out: where the browser goes back. */
  signIn(sent: URL, odd: Oddities = {}): string {
    const code = createHash('sha256').update(sent.href).digest('hex');
    const asked = Object.fromEntries(sent.searchParams);
    this.#odd = odd;
    this.#codes.set(code, { nonce: asked.nonce ?? '', challenge: asked.code_challenge ?? '', odd });
    const back = new URL(asked.redirect_uri ?? '');
    const parameters = { code, state: asked.state, iss: this.issuer, ...odd.back };
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) back.searchParams.set(name, value);
    return back.href;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #answer(req: IncomingMessage): Promise<{ status?: number; body: unknown }> {
    this.calls.push(req.url ?? '');
    if (req.url === '/.well-known/openid-configuration') return { body: this.#metadata() };
    if (req.url === '/cles') return this.#closed ? { status: 404, body: {} } : { body: this.keys.published };
    const form = new URLSearchParams(Buffer.concat(await req.toArray()).toString());
    const known = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!known || known.challenge !== challenge) return { status: 400, body: { error: 'invalid_grant' } };
    return { body: { access_token: 'a', token_type: 'Bearer', id_token: await this.#idToken(known.nonce) } };
  }

  #metadata(): object {
    const at = this.issuer;
    return {
      ...{ issuer: at, authorization_endpoint: `${at}/connexion`, token_endpoint: `${at}/jeton` },
      ...{ jwks_uri: `${at}/cles`, response_types_supported: ['code'], subject_types_supported: ['public'] },
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  #idToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: this.issuer, aud: 'psc', sub: 'agent-1', nonce, iat: now, exp: now + 300, auth_time: now },
      ...{ amr: ['sc', 'pin', 'mfa'], preferred_username: 'camille@ch.example' },
      ...this.#odd.claims,
    };
    const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    const key = this.#odd.foreignKey ? this.keys.foreign : this.keys.own;
    return new SignJWT(given).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
  }
}
