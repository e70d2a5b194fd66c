import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { expect } from 'vitest';
import { pingServices } from '../../../src/modules/identity-provider/index.js';
import { one } from '../../../src/platform/db/connection.js';
import { relyingParty, type Service } from '../relying-party.js';
import { newService } from '../world.js';
import type { Case, Cases, Kit } from './kit.js';

const GRANT = 'urn:openid:params:grant-type:ciba';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Told {
  readonly status: number;
  readonly auth_req_id?: string;
  readonly refresh_token?: string;
}

const told = async (answer: Response): Promise<Told> => ({
  status: answer.status,
  ...((await answer.json()) as object),
});

/** A service that may ask for sign-ins without a browser, and the calls that it makes. */
async function cibaService(k: Kit, notificationUri?: string) {
  const ciba = notificationUri
    ? { delivery: 'ping' as const, notificationUri }
    : { delivery: 'poll' as const };
  const service = await newService(k.w, { name: 'Logiciel', options: { ciba } });
  const asked = {
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    binding_message: '42',
    login_hint: k.person.idNat,
  };
  const headers = basicOf(service);
  const start = async (more: Record<string, string> = {}) => {
    const answer = await k.post('ext/ciba/auth', { ...asked, ...more }, headers);
    return told(answer);
  };
  const poll = async (id = '', more: Record<string, string> = {}) => {
    const answer = await k.post('token', { grant_type: GRANT, auth_req_id: id, ...more }, headers);
    return told(answer);
  };
  return { service, start, poll };
}

const basicOf = ({ clientId, clientSecret }: Service) => ({
  authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
});

/** As if the service had waited as long as it must. */
const rested = (k: Kit) =>
  sql`update identity_provider.ciba_requests set asked_last_at = asked_last_at - interval '1 minute'`.execute(
    k.w.ctx.db,
  );

/** A request that leads to tokens. */
const SUCCEEDS = (more: Record<string, string>): Case => ({
  run: async (k) => {
    const { start, poll } = await cibaService(k);
    const { auth_req_id: id } = await start(more);
    await k.phone.answer('approve', 42);
    expect(await poll(id)).toMatchObject({ status: 200, token_type: 'Bearer', id_token: expect.any(String) });
  },
});

/** No request object is taken: whatever is wrong with one, it is refused before anybody is asked. */
const NO_OBJECT: Case = {
  run: async (k) => {
    const { start } = await cibaService(k);
    const { privateKey } = await generateKeyPair('PS256');
    const request = await new SignJWT({}).setProtectedHeader({ alg: 'PS256' }).sign(privateKey);
    expect(await start({ request })).toMatchObject({
      status: 400,
      error: expect.stringMatching(/^(request_not|invalid)/),
    });
  },
};

/**
 * The service answers a ping so. It is called once, and the sign-in goes on to its tokens; the job fails, to be done
 * again, only with `again`.
 */
const PINGED = (status: number, again = false) => ({
  run: async (k: Kit) => {
    const heard: string[] = [];
    const listener = createServer((req, res) => {
      heard.push(req.url ?? '');
      res.writeHead(status, { location: '/ailleurs' }).end('recu');
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/ping`;
    const { service, start, poll } = await cibaService(k, at);
    const { auth_req_id: id } = await start({ client_notification_token: 'jeton' });
    await k.phone.answer('approve', 42);
    const request = await one(
      k.w.ctx.db,
      sql<{
        id: string;
      }>`select approval_id id from identity_provider.ciba_requests where client_id = ${service.clientId}`,
    );
    const asked = request?.id ?? '';
    const pinging = pingServices.run(k.w.ctx, [asked]);
    if (again) await expect(pinging).rejects.toThrow(String(status));
    else await pinging;
    expect(heard).toEqual(['/ping']);
    expect((await poll(id)).status).toBe(200);
    listener.close();
  },
});

/** A service that proves itself by a key, and what it sends to do so. */
async function keyed(k: Kit) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' } as { kty: 'EC' };
  const service = await newService(k.w, {
    options: { authentication: 'private_key_jwt', jwks: { keys: [jwk] }, ciba: { delivery: 'poll' } },
  });
  const assertion = await new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(service.clientId)
    .setSubject(service.clientId)
    .setAudience(k.w.issuer)
    .setExpirationTime('1m')
    .sign(privateKey);
  return { client_id: service.clientId, client_assertion_type: ASSERTION, client_assertion: assertion };
}

/** A service that has a key and does not show it is nobody. */
const WITHOUT_ASSERTION = (path: string, form: Record<string, string>): Case => ({
  run: async (k) => {
    const { client_id } = await keyed(k);
    const answer = await k.post(path, { ...form, client_id });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  },
});

const WRONG_CLIENT = (path: string): Case => ({
  run: async (k) => {
    const { service, start } = await cibaService(k);
    const other = await cibaService(k);
    const { auth_req_id: id = '' } = await start();
    const form = {
      grant_type: GRANT,
      auth_req_id: id,
      login_hint: k.person.idNat,
      client_id: other.service.clientId,
    };
    const answer = await k.post(path, form, basicOf(service));
    expect([400, 401]).toContain(answer.status);
    expect(await answer.json()).toMatchObject({ error: expect.stringMatching(/^invalid_(client|request)$/) });
    await k.phone.answer('refuse');
  },
});

const BAD_OBJECTS = [
  ...['missing-aud', 'bad-aud', 'missing-iss', 'bad-iss', 'missing-exp', 'expired-exp'],
  ...['exp-is-70-minutes-in-future', 'missing-iat', 'missing-nbf', 'nbf-is-10-minutes-in-future'],
  ...['nbf-is-70-minutes-in-past', 'missing-jti', 'signature-algorithm-is-none'],
  ...['signature-algorithm-is-bad', 'signature-algorithm-is-RS256', 'signed-by-other-client'],
].map((fault) => [`fapi-ciba-id1-ensure-request-object-${fault}-fails`, NO_OBJECT] as const);

const FAPI_ONLY =
  'FAPI alone forbids RS256: here a service proves itself by RS256, PS256, ES256 or EdDSA, as OpenID Connect allows.';
const BY_CERTIFICATE =
  'Of the variant that proves itself by certificate (RFC 8705): see the tests of client certificates of this provider.';

/** The 43 modules of `fapi-ciba-id1-test-plan` for plain_fapi; those of one country or one scheme are left out. */
export const ciba: Cases = {
  'fapi-ciba-id1-discovery-end-point-verification': {
    run: async (k) => {
      expect(k.discovery).toMatchObject({
        backchannel_authentication_endpoint: k.endpoint('ext/ciba/auth'),
        backchannel_token_delivery_modes_supported: ['poll', 'ping'],
        backchannel_user_code_parameter_supported: false,
        grant_types_supported: expect.arrayContaining([GRANT]),
      });
    },
  },
  'fapi-ciba-id1': {
    run: async (k) => {
      const { start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start();
      expect(await poll(id)).toMatchObject({ status: 400, error: 'authorization_pending' });
      await k.phone.answer('approve', 42);
      await rested(k);
      expect(await poll(id)).toMatchObject({ status: 200, access_token: expect.any(String) });
      await rested(k);
      expect(await poll(id)).toMatchObject({ status: 400, error: 'invalid_grant' });
    },
  },
  'fapi-ciba-id1-user-rejects-authentication': {
    run: async (k) => {
      const { start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start();
      await k.phone.answer('refuse');
      expect(await poll(id)).toMatchObject({ status: 400, error: 'access_denied' });
    },
  },
  'fapi-ciba-id1-multiple-call-to-token-endpoint': {
    run: async (k) => {
      const { start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start();
      for (const error of ['authorization_pending', 'slow_down', 'slow_down'])
        expect(await poll(id)).toMatchObject({ status: 400, error });
      await k.phone.answer('approve', 42);
    },
  },
  'fapi-ciba-id1-auth-req-id-expired': {
    run: async (k) => {
      const { start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start({ requested_expiry: '30' });
      await sql`update identity_provider.artifacts set expires_at = now() - interval '1 second',
          payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch from now())::int - 1))
        where model = 'BackchannelAuthenticationRequest' and consumed_at is null`.execute(k.w.ctx.db);
      expect(await poll(id)).toMatchObject({ status: 400, error: 'expired_token' });
      await k.phone.answer('approve', 42).catch(() => undefined);
    },
  },
  'fapi-ciba-id1-ensure-authorization-request-with-binding-message-succeeds': SUCCEEDS({}),
  'fapi-ciba-id1-ensure-other-scope-order-succeeds': SUCCEEDS({ scope: 'scope_all openid' }),
  'fapi-ciba-id1-ensure-requested-expiry-as-string-succeeds': SUCCEEDS({ requested_expiry: '30' }),
  'fapi-ciba-id1-ensure-authorization-request-with-potentially-bad-binding-message': {
    run: async (k) => {
      const { start } = await cibaService(k);
      const message = '1234 \u{1f44d}\u{1f3ff} 品川 Lor\u0065m ipsum';
      expect(await start({ binding_message: message })).toMatchObject({ error: 'invalid_binding_message' });
    },
  },
  ...Object.fromEntries(BAD_OBJECTS),
  'fapi-ciba-id1-ensure-authorization-request-with-multiple-hints-fails': {
    run: async (k) => {
      const { start } = await cibaService(k);
      expect(await start({ id_token_hint: 'x' })).toMatchObject({ status: 400, error: 'invalid_request' });
    },
  },
  'fapi-ciba-id1-ensure-wrong-auth-req-id-in-token-endpoint-request': {
    run: async (k) => {
      const { start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start();
      const other = await cibaService(k);
      for (const wrong of [await other.poll(id), await poll('autre')])
        expect(wrong).toMatchObject({ status: 400, error: 'invalid_grant' });
      await k.phone.answer('approve', 42);
    },
  },
  'fapi-ciba-id1-ensure-different-client-id-and-issuer-in-backchannel-authorization-request': NO_OBJECT,
  'fapi-ciba-id1-ensure-wrong-client-id-in-token-endpoint-request': WRONG_CLIENT('token'),
  'fapi-ciba-id1-ensure-wrong-client-id-in-backchannel-authorization-request': WRONG_CLIENT('ext/ciba/auth'),
  'fapi-ciba-id1-ensure-without-client-assertion-in-token-endpoint-request': WITHOUT_ASSERTION('token', {
    ...{ grant_type: GRANT, auth_req_id: 'x' },
  }),
  'fapi-ciba-id1-ensure-without-client-assertion-in-backchannel-authorization-request': WITHOUT_ASSERTION(
    'ext/ciba/auth',
    { scope: 'openid', login_hint: '899780000032', binding_message: '42' },
  ),
  'fapi-ciba-id1-ensure-client-assertion-signature-algorithm-in-backchannel-authorization-request-is-RS256-fails':
    {
      because: FAPI_ONLY,
    },
  'fapi-ciba-id1-ensure-client-assertion-signature-algorithm-in-token-endpoint-request-is-RS256-fails': {
    because: FAPI_ONLY,
  },
  'fapi-ciba-id1-ensure-client-assertion-with-iss-aud-to-token-endpoint-succeeds': {
    run: async (k) => {
      const answer = await k.post('token', { grant_type: GRANT, auth_req_id: 'x', ...(await keyed(k)) });
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
    },
  },
  'fapi-ciba-id1-ping-backchannel-notification-endpoint-response-has-body': PINGED(200),
  'fapi-ciba-id1-ping-backchannel-notification-endpoint-response-401': PINGED(401),
  'fapi-ciba-id1-ping-backchannel-notification-endpoint-response-403': PINGED(403),
  'fapi-ciba-id1-ping-with-mtls-ciba-notification-endpoint-response-401-and-require-server-does-not-retry':
    PINGED(401),
  'fapi-ciba-id1-ping-backchannel-notification-endpoint-return-redirect-request': PINGED(301, true),
  'fapi-ciba-id1-ensure-unsigned-backchannel-authorization-request-fails': {
    because:
      'FAPI alone asks for signed requests: the national service takes plain ones from services that prove themselves.',
  },
  'fapi-ciba-id1-refresh-token': {
    run: async (k) => {
      const { service, start, poll } = await cibaService(k);
      const { auth_req_id: id } = await start();
      await k.phone.answer('approve', 42);
      const { refresh_token: token = '' } = await poll(id);
      expect(token).toMatch(/^[\x20-\x7e]+$/);
      await expect(oidc.refreshTokenGrant(k.rp, token)).rejects.toMatchObject({ error: 'invalid_grant' });
      const next = await oidc.refreshTokenGrant(await relyingParty(k.w, service), token);
      expect(next.access_token).toBeTypeOf('string');
    },
  },
  'fapi-ciba-id1-ensure-mtls-holder-of-key-required': { because: BY_CERTIFICATE },
};
