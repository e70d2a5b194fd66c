import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorityOfBearer,
  mailOperatorOfBearer,
  oauthDoor,
  openSession,
  registerAuthorityClient,
  registerMailOperatorClient,
  registerRestrictedClient,
  restrictedReaderOfBearer,
} from '../../src/modules/access/index.js';
import type { App } from '../../src/platform/app.js';
import type { Ctx } from '../../src/platform/context.js';
import type { Env } from '../../src/platform/http/request.js';
import { type TestContext, testContext } from '../support/context.js';

const CLIENT = 'authority-CNOM';
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('the token endpoint of the authorities', () => {
  let ctx: Ctx;
  let close: TestContext['close'];
  let door: Hono<Env>;
  let endpoint: string;
  let key: CryptoKey;

  beforeAll(async () => {
    ({ ctx, close } = await testContext());
    const pair = await generateKeyPair('ES256');
    key = pair.privateKey;
    await registerAuthorityClient(ctx, {
      authority: 'CNOM',
      jwks: { keys: [await exportJWK(pair.publicKey)] },
    });
    endpoint = `${ctx.config.origin}/api/oauth/token`;
    door = new Hono<Env>();
    door.use(async (c, next) => {
      c.set('ctx', ctx);
      await next();
    });
    door.route('/api/oauth', oauthDoor({ ctx, config: ctx.config } as unknown as App));
  });
  afterAll(() => close());

  type Claims = { iss?: string; sub?: string; aud?: string; jti?: string; seconds?: number };
  const assertion = (
    { iss = CLIENT, sub = CLIENT, aud = endpoint, jti = randomUUID(), seconds = 60 }: Claims = {},
    by = key,
  ) =>
    new SignJWT({ jti, iss, sub, aud, exp: Math.floor(Date.now() / 1000) + seconds })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(by);
  const ask = async (fields: Record<string, string>) => {
    const answer = await door.request('/api/oauth/token', {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as Record<string, unknown>,
      headers: answer.headers,
    };
  };
  const full = (jwt: string) => ({
    grant_type: 'client_credentials',
    client_assertion_type: TYPE,
    client_assertion: jwt,
  });

  it('gives a bearer of ten minutes that speaks for its authority alone', async () => {
    const { status, body, headers } = await ask(full(await assertion()));
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 600]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await authorityOfBearer(ctx, String(body.access_token))).toBe('CNOM');
    await sql`update access.authority_tokens set expires_at = expires_at - interval '10 minutes'`.execute(
      ctx.db,
    );
    expect(await authorityOfBearer(ctx, String(body.access_token))).toBeUndefined();
  });

  it('refuses an assertion that is not what RFC 7523 asks for', async () => {
    const stranger = (await generateKeyPair('ES256')).privateKey;
    const wrong = await Promise.all([
      assertion({}, stranger),
      assertion({ iss: 'authority-CNOP' }),
      assertion({ sub: 'authority-CNOP' }),
      assertion({ iss: 'authority-CNOP', sub: 'authority-CNOP' }),
      assertion({ aud: 'https://ailleurs.example/token' }),
      assertion({ seconds: -60 }),
      assertion({ seconds: 3600 }),
      assertion({ jti: '' }),
      Promise.resolve('x.y.z'),
      Promise.resolve('pas un jeton'),
    ]);
    for (const jwt of wrong) {
      const { status, body } = await ask(full(jwt));
      expect([status, body]).toEqual([401, { error: 'invalid_client' }]);
    }
  });

  it('accepts one assertion once in twenty parallel attempts', async () => {
    const jwt = await assertion();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(full(jwt))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_client')).toHaveLength(19);
  });

  it('answers the errors of RFC 6749', async () => {
    const jwt = await assertion();
    const cases: [Record<string, string>, string][] = [
      [{}, 'invalid_request'],
      [{ ...full(jwt), grant_type: 'password' }, 'unsupported_grant_type'],
      [{ ...full(jwt), scope: 'tout' }, 'invalid_scope'],
      [{ ...full(jwt), client_assertion_type: 'autre' }, 'invalid_request'],
      [{ grant_type: 'client_credentials', client_id: CLIENT, client_secret: 'x' }, 'invalid_request'],
    ];
    for (const [fields, error] of cases) {
      const { status, body } = await ask(fields);
      expect([status, body.error]).toEqual([400, error]);
    }
  });

  it('gives the program of an operator of mailboxes a bearer that opens the mailboxes alone', async () => {
    const pair = await generateKeyPair('ES256');
    const jwks = { keys: [await exportJWK(pair.publicKey)] };
    // An operator may choose the code of an authority: its tokens open nothing of hers all the same.
    const id = await registerMailOperatorClient(ctx, { operator: 'CNOM', jwks });
    const jwt = () => assertion({ iss: id, sub: id }, pair.privateKey);
    const refused = await ask({ ...full(await jwt()), scope: 'registrations' });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_scope']);
    const { status, body } = await ask({ ...full(await jwt()), scope: 'mailboxes' });
    expect([status, body.scope]).toEqual([200, 'mailboxes']);
    expect(await mailOperatorOfBearer(ctx, String(body.access_token))).toBe('CNOM');
    expect(await authorityOfBearer(ctx, String(body.access_token))).toBeUndefined();
    const authority = await ask(full(await assertion()));
    expect(await mailOperatorOfBearer(ctx, String(authority.body.access_token))).toBeUndefined();
  });

  it('gives a program that may read restricted data a bearer that opens these alone', async () => {
    const pair = await generateKeyPair('ES256');
    const jwks = { keys: [await exportJWK(pair.publicKey)] };
    const id = await registerRestrictedClient(ctx, { code: 'CNOM', jwks });
    const jwt = await assertion({ iss: id, sub: id }, pair.privateKey);
    const { status, body } = await ask({ ...full(jwt), scope: 'restricted' });
    expect([status, body.scope]).toEqual([200, 'restricted']);
    const token = String(body.access_token);
    expect(await restrictedReaderOfBearer(ctx, token)).toBe('CNOM');
    expect(await authorityOfBearer(ctx, token)).toBeUndefined();
    expect(await mailOperatorOfBearer(ctx, token)).toBeUndefined();
    const authority = await ask(full(await assertion()));
    expect(await restrictedReaderOfBearer(ctx, String(authority.body.access_token))).toBeUndefined();
  });

  it('keeps public keys only', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [await exportJWK(privateKey)] };
    await expect(registerAuthorityClient(ctx, { authority: 'CNOP', jwks })).rejects.toThrow(TypeError);
  });

  it('takes the bearer of an agent lent by the sandbox for that authority, and of nobody else', async () => {
    const agent = await openSession(ctx, { role: 'agent', scope: 'CNOP' });
    expect(await authorityOfBearer(ctx, agent.token)).toBe('CNOP');
    for (const role of ['cpam', 'support', 'operator', 'integrator']) {
      const { token } = await openSession(ctx, { role });
      expect(await authorityOfBearer(ctx, token)).toBeUndefined();
    }
    const manager = await openSession(ctx, { role: 'manager', scope: 'CNOM' });
    expect(await authorityOfBearer(ctx, manager.token)).toBeUndefined();
    const doctor = await openSession(ctx, { idNat: '899780000017' });
    expect(await authorityOfBearer(ctx, doctor.token)).toBeUndefined();
  });
});
