import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { crypto as acmeCrypto, Client } from 'acme-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { acme, certificates } from '../../src/modules/credentials/index.js';
import { contracts } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { representativeOf } from '../access/team.js';
import { twentyAtOnce } from '../support/context.js';
import {
  binding,
  freshNonce,
  type ProgramKey,
  post,
  problemOf,
  programKey,
  send,
  sign,
} from './acme-program.js';
import { type AcmeWorld, acmeWorld } from './acme-world.js';
import { administered } from './administered.js';
import { hasOpenssl, openssl } from './openssl.js';

let a: AcmeWorld;

beforeAll(async () => {
  a = await acmeWorld();
});
afterAll(() => a.close());

describe('a program that speaks ACME', () => {
  it('gets, under its organisation, the certificate of a host that it proved, and revokes it', async () => {
    const eab = await a.makeKey();
    const client = new Client({
      directoryUrl: `${a.w.origin}/acme/directory`,
      accountKey: await acmeCrypto.createPrivateKey(),
      externalAccountBinding: { kid: eab.id, hmacKey: eab.secret },
    });
    const [key, csr] = await acmeCrypto.createCsr({ commonName: 'dossier.localhost' });
    const text = await client.auto({
      csr,
      email: 'si@clinique.example',
      termsOfServiceAgreed: true,
      skipChallengeVerification: true,
      challengePriority: ['http-01'],
      challengeCreateFn: async (_authorization, { token }, answer) => a.host.says(token, answer),
      challengeRemoveFn: async () => undefined,
    });
    const certificate = new X509Certificate(text);
    expect(certificate.checkHost('dossier.localhost')).toBe('dossier.localhost');
    expect(certificate.subject).toContain(`OU=1${a.clinic.finess}`);
    const [held] = await a.listed();
    expect(held).toMatchObject({ offer: 'SERV', usage: 'SSL', product: 'Serveur web', standing: 'active' });
    expect(held?.orderedBy).toMatch(/^acme:/);
    if (hasOpenssl) {
      const chain = a.shop.file(await (await fetch(`${a.w.origin}/igc/chaine.pem`)).text());
      const said = await openssl('verify', '-purpose', 'sslserver', '-CAfile', chain, a.shop.file(text));
      expect(said).toContain('OK');
      expect(await openssl('rsa', '-in', a.shop.file(key), '-noout', '-modulus')).toBe(
        await openssl('x509', '-in', a.shop.file(text), '-noout', '-modulus'),
      );
    }
    await client.revokeCertificate(text, { reason: 4 });
    expect(await certificates.stateOf(a.w.ctx, held?.serial ?? '')).toBe('revoked');
  });

  it('finds its account again by its key, changes its key and its contacts, and closes it for good', async () => {
    const by = await a.program();
    const again = await post(a.w.origin, by.key, '/acme/new-account', { onlyReturnExisting: true });
    expect([again.status, again.location]).toEqual([200, by.kid]);
    const next = await programKey('RS256');
    const url = `${a.w.origin}/acme/key-change`;
    const inner = (account: string, oldKey: unknown) =>
      sign(next, url, { account, oldKey }, { alg: 'RS256' });
    const wrong = await a.ask(by, '/acme/key-change', await inner(by.kid, next.jwk));
    expect(problemOf(wrong)).toBe('malformed');
    expect((await a.ask(by, '/acme/key-change', await inner(by.kid, by.key.jwk))).status).toBe(200);
    expect(problemOf(await a.order(by, 'a.localhost'))).toBe('malformed');
    const changed = (payload: unknown) =>
      post(a.w.origin, next, by.kid.replace(a.w.origin, ''), payload, { kid: by.kid, alg: 'RS256' });
    expect((await changed({ contact: ['mailto:si@clinique.example'] })).body.contact).toHaveLength(1);
    expect(problemOf(await changed({ contact: ['tel:+33639980000'] }))).toBe('unsupportedContact');
    expect(problemOf(await changed({ contact: ['mailto:personne'] }))).toBe('invalidContact');
    expect((await changed({ status: 'deactivated' })).body.status).toBe('deactivated');
    expect(problemOf(await changed({}))).toBe('unauthorized');
    expect(problemOf(await post(a.w.origin, next, '/acme/new-account', {}, { alg: 'RS256' }))).toBe(
      'unauthorized',
    );
  });

  it('may give its account no key that another account has', async () => {
    const [one, other] = [await a.program(), await a.program()];
    const url = `${a.w.origin}/acme/key-change`;
    const inner = await sign(other.key, url, { account: one.kid, oldKey: one.key.jwk });
    expect((await a.ask(one, '/acme/key-change', inner)).status).toBe(409);
  });
});

describe('an account', () => {
  it('is bound to an organisation by a key of its own, which serves once and cannot be forged', async () => {
    const eab = await a.makeKey();
    const key = await programKey();
    expect(problemOf(await a.openAccount(key))).toBe('externalAccountRequired');
    const forged = [
      { ...eab, secret: Buffer.alloc(32, 7).toString('base64url') },
      { ...eab, id: 'inconnue' },
    ];
    for (const wrong of forged) expect(problemOf(await a.openAccount(key, wrong))).toBe('unauthorized');
    const other = await programKey();
    const borrowed = binding(other.jwk, `${a.w.origin}/acme/new-account`, eab);
    const stolen = await a.openAccount(key, undefined, { externalAccountBinding: borrowed });
    expect(problemOf(stolen)).toBe('unauthorized');
    const elsewhere = binding(key.jwk, `${a.w.origin}/acme/new-order`, eab);
    expect(problemOf(await a.openAccount(key, undefined, { externalAccountBinding: elsewhere }))).toBe(
      'malformed',
    );
    const unsigned = { ...binding(key.jwk, `${a.w.origin}/acme/new-account`, eab, 'none'), signature: 'AA' };
    expect(problemOf(await a.openAccount(key, undefined, { externalAccountBinding: unsigned }))).toBe(
      'badSignatureAlgorithm',
    );
    const refused = (await journalOf(a.w.ctx, `1${a.clinic.finess}`)).filter(
      ({ outcome }) => outcome === 'refused',
    );
    expect(refused.map(({ reason }) => reason)).toContain('wrong-binding');
    const made = await twentyAtOnce(async () => {
      if ((await a.openAccount(await programKey(), eab)).status !== 201) throw new Error('refused');
    });
    expect(made).toBe(1);
  });

  it('orders nothing once its key was withdrawn, its administrator stopped, or the contract ended', async () => {
    const [vendor, ended] = [
      await administered(a.w.ctx, '990000128'),
      await administered(a.w.ctx, '990000136'),
    ];
    const eab = await a.makeKey(vendor);
    const key = await programKey();
    const withdrawn = { key, kid: (await a.openAccount(key, eab)).location };
    const [stopped, over] = [await a.program(vendor), await a.program(ended)];
    for (const by of [withdrawn, stopped, over]) expect((await a.order(by, 'a.localhost')).status).toBe(201);
    const ready = await a.readyOrder(stopped, 'pret.localhost');
    await acme.withdrawKeyAs(vendor.ctx, vendor, eab.id);
    await habilitations.withdraw(
      a.w.ctx,
      { id: vendor.habilitation.id, reason: 'fin' },
      representativeOf(vendor.structure.id),
    );
    const { number } = (await contracts.activeContract(a.w.ctx, ended.structure.id)) ?? { number: '' };
    await contracts.endContract(a.w.ctx, { structureId: ended.structure.id, number, reason: 'fin' });
    for (const by of [withdrawn, stopped, over])
      expect(problemOf(await a.order(by, 'b.localhost'))).toBe('unauthorized');
    const csr = await a.csrOf('pret.localhost');
    expect(problemOf(await a.ask(stopped, `${ready}/finalize`, { csr }))).toBe('unauthorized');
    expect(await certificates.certificatesOf(a.w.ctx, `1${vendor.finess}`)).toEqual([]);
  });

  it('sees and uses its own orders and certificates only', async () => {
    const [own, foreign] = [await a.program(), await a.program(await administered(a.w.ctx, '990000144'))];
    const path = await a.readyOrder(own, 'mien.localhost');
    const id = path.split('/').at(-1) ?? '';
    const csr = await a.csrOf('mien.localhost');
    for (const place of ['order', 'authz', 'chall', 'cert'])
      expect([place, (await a.ask(foreign, `/acme/${place}/${id}`)).status]).toEqual([place, 404]);
    expect((await a.ask(foreign, `${path}/finalize`, { csr })).status).toBe(404);
    expect(problemOf(await a.ask(foreign, own.kid))).toBe('unauthorized');
    expect(problemOf(await a.ask(foreign, `${own.kid}/orders`))).toBe('unauthorized');
    const done = await a.ask(own, `${path}/finalize`, { csr });
    expect(done.body.status).toBe('valid');
    const text = String((await a.ask(own, String(done.body.certificate))).body.text);
    const certificate = new X509Certificate(text).raw.toString('base64url');
    expect(problemOf(await a.ask(foreign, '/acme/revoke-cert', { certificate }))).toBe('unauthorized');
    expect(problemOf(await a.ask(own, '/acme/revoke-cert', { certificate, reason: 42 }))).toBe(
      'badRevocationReason',
    );
    expect((await a.ask(own, '/acme/revoke-cert', { certificate, reason: 1 })).status).toBe(200);
    expect(problemOf(await a.ask(own, '/acme/revoke-cert', { certificate }))).toBe('alreadyRevoked');
    expect((await a.ask(own, `${own.kid}/orders`)).body.orders).toEqual([path]);
  });
});

describe('a request', () => {
  it('is taken once, for one address, with a signature of its own key, in the form that was agreed', async () => {
    const by = await a.program();
    const url = `${a.w.origin}/acme/new-order`;
    const payload = { identifiers: [{ type: 'dns', value: 'b.localhost' }] };
    const nonce = await freshNonce(a.w.origin);
    const jws = await sign(by.key, url, payload, { kid: by.kid, nonce });
    const first = await send(url, jws);
    expect(first.status).toBe(201);
    expect(problemOf(await send(url, jws))).toBe('badNonce');
    const other = await programKey();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwkWithKey = privateKey.export({ format: 'jwk' });
    const sent = async (key: ProgramKey, more: Parameters<typeof post>[4]) =>
      problemOf(await post(a.w.origin, key, '/acme/new-order', payload, more));
    expect(await sent(by.key, { kid: by.kid, nonce: 'inventé' })).toBe('badNonce');
    expect(
      await sent(by.key, { kid: by.kid, nonce: nonce.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
    ).toBe('badNonce');
    expect(await sent(other, { kid: by.kid })).toBe('malformed');
    expect(await sent(by.key, { kid: `${a.w.origin}/acme/acct/inconnu` })).toBe('accountDoesNotExist');
    expect(await sent(by.key, { kid: by.kid, url: `${a.w.origin}/acme/key-change` })).toBe('unauthorized');
    expect(await sent(by.key, { kid: by.kid, header: { jwk: by.key.jwk } })).toBe('malformed');
    expect(await sent(by.key, {})).toBe('malformed');
    expect(await sent(by.key, { header: { jwk: jwkWithKey } })).toBe('malformed');
    expect((await send(url, jws, 'application/json')).status).toBe(415);
    expect(problemOf(await send(url, { ...jws, protected: 'e30' }))).toBe('malformed');
    expect((await send(url, { ...jws, payload: 'x'.repeat(70_000) })).status).toBe(413);
    const hs = binding(by.key.jwk, url, { id: by.kid, secret: 'AAAA' });
    expect(problemOf(await send(url, hs))).toBe('badSignatureAlgorithm');
  });

  it('is told in a directory, with a fresh nonce in every answer and no other way to read', async () => {
    const directory = (await (await fetch(`${a.w.origin}/acme/directory`)).json()) as Record<string, unknown>;
    expect(Object.keys(directory).sort()).toEqual([
      ...['keyChange', 'meta', 'newAccount', 'newNonce', 'newOrder', 'revokeCert'],
    ]);
    expect(directory.meta).toMatchObject({ externalAccountRequired: true });
    expect((await fetch(`${a.w.origin}/acme/new-nonce`)).status).toBe(204);
    const by = await a.program();
    const told = await a.order(by, 'c.localhost');
    expect(told.nonce).not.toBe('');
    expect((await fetch(told.location)).status).toBe(404);
    expect(told.nonce).not.toBe((await a.order(by, 'clinique')).nonce);
    await acme.forgetOld(a.w.ctx);
    expect((await a.ask(by, told.location)).body.status).toBe('pending');
  });
});
