import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveDeclaration,
  catalogue,
  changeDeclaration,
  closeDeclaration,
  giveSecret,
  openDeclaration,
  ownDeclaration,
  refuseDeclaration,
  rotateServiceKeys,
  submitDeclaration,
  tellIntegrator,
} from '../../src/modules/identity-provider/index.js';
import { as, type Ctx } from '../../src/platform/context.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import { twentyAtOnce } from '../support/context.js';
import { declared, OWNER, STRANGER } from './declared.js';
import { relyingParty } from './relying-party.js';
import { BACK, type World, world } from './world.js';

let w: World;
let production: Ctx;

beforeAll(async () => {
  w = await world();
  production = as({ ...w.ctx, config: { ...w.ctx.config, profile: 'production' } }, 'operator:essai');
});
afterAll(() => w.close());

/** How the door answers a browser that a service of that client id sends. */
async function atTheDoor(clientId: string): Promise<number> {
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: BACK, scope: 'openid scope_all' },
    ...{ state: 'etat', nonce: 'nonce', acr_values: 'eidas1', code_challenge_method: 'S256' },
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
  });
  const url = `${w.issuer}/protocol/openid-connect/auth?${query}`;
  return (await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } })).status;
}

const submitted = async (ctx: Ctx, over = {}) => {
  const own = { id: await openDeclaration(ctx, OWNER, declared(over)), owner: OWNER };
  return { own, state: await submitDeclaration(ctx, own) };
};

/** A declaration as an operator reads it now. */
const read = async (own: { id: string; owner: string }) => {
  const { id, version } = await ownDeclaration(production, own);
  return { id, version };
};

describe('a service that is declared', () => {
  it('S1-03 is taken in production once an operator approved it; before, and undeclared, it is refused', async () => {
    const { own, state } = await submitted(production);
    expect(state).toBe('submitted');
    const waiting = await ownDeclaration(production, own);
    expect([waiting.clientId, await atTheDoor('service-que-personne-ne-connait')]).toEqual([null, 400]);
    await expect(giveSecret(production, own)).rejects.toMatchObject({ status: 409 });
    await approveDeclaration(production, await read(own));
    const { clientId } = await ownDeclaration(production, own);
    expect(await atTheDoor(clientId ?? '')).toBe(303);
    const acts = sql`select actor, act from platform.journal where subject = ${own.id} order by id`;
    expect((await acts.execute(w.ctx.db)).rows).toEqual([
      { actor: 'operator:essai', act: 'identity-provider.submit-service' },
      { actor: 'operator:essai', act: 'identity-provider.approve-service' },
    ]);
    await closeDeclaration(production, own);
    expect(await atTheDoor(clientId ?? '')).toBe(400);
  });

  it('runs at once in a sandbox', async () => {
    const { own, state } = await submitted(w.ctx);
    expect(state).toBe('approved');
    expect(await atTheDoor((await ownDeclaration(w.ctx, own)).clientId ?? '')).toBe(303);
  });

  it('is told every fault at once, and is not handed in meanwhile', async () => {
    const id = await openDeclaration(w.ctx, OWNER, {
      ...{ name: '', redirectUris: ['http://a.example/#x', 'https://*.example/'] },
      ...{ technicalContact: 'personne', otherMeans: ['PASSWORD'], options: { pscOnly: true, dpop: 'oui' } },
    });
    const own = { id, owner: OWNER };
    const refusal = await submitDeclaration(w.ctx, own).catch((error: unknown) => error);
    const fields = (refusal as { fields: { field: string }[] }).fields.map(({ field }) => field);
    expect(fields.sort()).toEqual(
      ['functionalContact', 'name', 'options/dpop', 'organisation', 'otherMeans', 'purpose'].concat([
        'redirectUris/0',
        'redirectUris/1',
        'responsible',
        'technicalContact',
      ]),
    );
    expect((await ownDeclaration(w.ctx, own)).state).toBe('draft');
  });

  it('runs on as it was while a change of it waits, is refused, or is approved', async () => {
    const { own } = await submitted(production);
    await approveDeclaration(production, await read(own));
    const change = async (name: string) => {
      const { version } = await ownDeclaration(production, own);
      await changeDeclaration(production, own, version, declared({ name }));
      await submitDeclaration(production, own);
    };
    const names = async () => {
      const { clientId, state } = await ownDeclaration(production, own);
      const held = sql<{
        name: string;
      }>`select name from identity_provider.services where client_id = ${clientId}`;
      return [state, (await held.execute(w.ctx.db)).rows[0]?.name];
    };
    await change('Nom refusé');
    expect(await names()).toEqual(['submitted', 'Dossier partagé']);
    await expect(refuseDeclaration(production, await read(own), ' ')).rejects.toMatchObject({ status: 422 });
    await refuseDeclaration(production, await read(own), 'Ce nom est celui d’un autre service.');
    expect(await names()).toEqual(['refused', 'Dossier partagé']);
    expect((await catalogue(w.ctx, { q: 'refuse' })).length).toBe(0);
    await change('Nom accepté');
    await approveDeclaration(production, await read(own));
    expect(await names()).toEqual(['approved', 'Nom accepté']);
    expect((await catalogue(w.ctx, { q: 'ACCEPTE' })).map(({ name }) => name)).toEqual(['Nom accepté']);
  });

  it('is decided once, of twenty operators who press at once, and not at all when nothing waits', async () => {
    const { own } = await submitted(production);
    const waits = await read(own);
    expect(await twentyAtOnce(() => approveDeclaration(production, waits))).toBe(1);
    await expect(refuseDeclaration(production, await read(own), 'trop tard')).rejects.toMatchObject({
      status: 409,
    });
    await expect(submitDeclaration(production, own)).rejects.toMatchObject({ status: 409 });
  });

  it('is not decided as something else than what the operator read', async () => {
    const { own } = await submitted(production);
    const seen = await read(own);
    const evil = declared({ redirectUris: ['https://autre.example/cb'] });
    await changeDeclaration(production, own, seen.version, evil);
    await submitDeclaration(production, own);
    for (const decide of [
      () => approveDeclaration(production, seen),
      () => refuseDeclaration(production, seen, 'Pas celui-ci.'),
    ])
      await expect(decide()).rejects.toMatchObject({ status: 409 });
    expect(await ownDeclaration(production, own)).toMatchObject({ state: 'submitted', clientId: null });
    await approveDeclaration(production, await read(own));
    expect((await ownDeclaration(production, own)).state).toBe('approved');
  });

  it('is unknown to another account, and closed to what another page wrote meanwhile', async () => {
    const { own } = await submitted(w.ctx);
    const stranger = { ...own, owner: STRANGER };
    for (const attempt of [
      () => ownDeclaration(w.ctx, stranger),
      () => changeDeclaration(w.ctx, stranger, 1, declared()),
      () => submitDeclaration(w.ctx, stranger),
      () => closeDeclaration(w.ctx, stranger),
      () => giveSecret(w.ctx, stranger),
      () => ownDeclaration(w.ctx, { ...own, id: "x' or true" }),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404 });
    await expect(changeDeclaration(w.ctx, own, 1, declared())).rejects.toMatchObject({ status: 409 });
  });

  it('tells the integrator of the decision by mail, with the reason and without any secret', async () => {
    const { own } = await submitted(production);
    await refuseDeclaration(production, await read(own), 'Le responsable n’est pas nommé.');
    const jobs = { ctx: w.ctx, url: w.app.databaseUrl, reactions: {}, handlers: [tellIntegrator] };
    await runPendingJobs(jobs);
    expect(w.mails.at(-1)).toMatchObject({
      to: 'technique@editeur.example',
      text: expect.stringContaining('Le responsable n’est pas nommé.'),
    });
    expect(w.mails.every(({ text }) => !/secret [\w-]{30}/.test(text))).toBe(true);
  });
});

describe('what a declared service proves itself by', () => {
  const opens = async (service: { clientId: string; clientSecret: string }) => {
    const rp = await relyingParty(w, service);
    return oidc.tokenIntrospection(rp, 'nothing').then(
      () => true,
      () => false,
    );
  };

  it('is a secret told once; the next one leaves the former open for a while', async () => {
    const { own } = await submitted(w.ctx);
    const clientId = (await ownDeclaration(w.ctx, own)).clientId ?? '';
    const first = await giveSecret(w.ctx, own);
    expect(first.formerUntil).toBeUndefined();
    const second = await giveSecret(w.ctx, own);
    expect(second.formerUntil).toBeInstanceOf(Date);
    for (const { clientSecret } of [first, second])
      expect(await opens({ clientId, clientSecret })).toBe(true);
    const third = await giveSecret(w.ctx, own, 0);
    expect(await opens({ clientId, clientSecret: second.clientSecret })).toBe(false);
    expect(await opens({ clientId, clientSecret: third.clientSecret })).toBe(true);
    const kept =
      await sql`select asked, approved from identity_provider.declarations where id = ${own.id}`.execute(
        w.ctx.db,
      );
    expect(JSON.stringify(kept.rows)).not.toContain(third.clientSecret);
  });

  it('is a key of its own, replaced without a cut and without an approval', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = (kid: string) => ({ ...publicKey.export({ format: 'jwk' }), kid });
    const options = { authentication: 'private_key_jwt', jwks: { keys: [key('un')] } };
    const { own } = await submitted(production, { options });
    await approveDeclaration(production, await read(own));
    const kids = async () => {
      const held = sql<{ kid: string }>`select jsonb_array_elements(options -> 'jwks' -> 'keys') ->> 'kid' kid
        from identity_provider.services s join identity_provider.declarations d using (client_id)
        where d.id = ${own.id}`;
      return (await held.execute(w.ctx.db)).rows.map(({ kid }) => kid);
    };
    await rotateServiceKeys(production, own, { keys: [key('deux')], keepFormer: true });
    expect([await kids(), (await ownDeclaration(production, own)).state]).toEqual([
      ['deux', 'un'],
      'approved',
    ]);
    await rotateServiceKeys(production, own, { keys: [key('deux')], keepFormer: false });
    expect(await kids()).toEqual(['deux']);
    const secretKey = { ...key('trois'), d: 'privé' };
    await expect(
      rotateServiceKeys(production, own, { keys: [secretKey], keepFormer: false }),
    ).rejects.toMatchObject({ status: 422 });
    expect(await kids()).toEqual(['deux']);
  });
});
