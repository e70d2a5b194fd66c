import { describe, expect, it } from 'vitest';
import { Browser } from './browser.js';
import type { Service } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { BACK, newService, type World } from './world.js';

let w: World;
let service: Service;

useSignedUp('nurse', (all) => {
  ({ w, service } = all);
});

describe('a pushed authorization request', () => {
  const request = ({ clientId } = service) => ({
    ...{ response_type: 'code', client_id: clientId },
    ...{ redirect_uri: BACK, scope: 'openid scope_all' },
  });
  const push = (fields: Record<string, string>, secret = service.clientSecret) =>
    fetch(`${w.issuer}/protocol/openid-connect/ext/par/request`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${fields.client_id}:${secret}`)}` },
      body: new URLSearchParams(fields),
    });

  it('opens the sign-in once, and is refused with a wrong secret or a foreign address', async () => {
    const fields = request();
    const pushed = await push(fields);
    expect(pushed.status).toBe(201);
    const { request_uri } = (await pushed.json()) as { request_uri: string };
    const url = new URL(`${w.issuer}/protocol/openid-connect/auth`);
    url.search = String(new URLSearchParams({ client_id: service.clientId, request_uri }));
    expect((await new Browser(w.origin).go(url.href)).headers.get('location')).toContain('/auth/connexion/');
    expect((await push(fields, 'wrong')).status).toBe(401);
    expect((await push({ ...fields, redirect_uri: 'https://pirate.example/' })).status).toBe(400);
  });

  it('is taken with a way back that is offered, and refused at once with any other', async () => {
    const asked = async (response_mode: string) => {
      const answer = await push({ ...request(), response_mode });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    for (const mode of ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'])
      expect([mode, ...(await asked(mode))]).toEqual([mode, 201, undefined]);
    for (const mode of ['fragment', 'fragment.jwt', 'web_message', 'unknown'])
      expect([mode, ...(await asked(mode))]).toEqual([mode, 400, 'invalid_request']);
  });

  it('is refused at once with a level that a strict service may not ask for, or that no sign-in reaches', async () => {
    const strict = await newService(w, { acrPolicy: 'strict' });
    const asked = async (more: Record<string, string>) => {
      const answer = await push({ ...request(strict), ...more }, strict.clientSecret);
      return ((await answer.json()) as { error?: string }).error;
    };
    const essential = (value: string) => ({
      claims: JSON.stringify({ id_token: { acr: { essential: true, value } } }),
    });
    expect(await asked({ acr_values: 'eidas1', ...essential('eidas1') })).toBeUndefined();
    expect(await asked({ acr_values: 'eidas3' })).toBe('invalid_request');
    expect(await asked(essential('eidas3'))).toBe('unmet_authentication_requirements');
    const tolerant = await push({ ...request(), acr_values: 'eidas3' });
    expect(tolerant.status).toBe(201);
  });
});
