import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { crypto as acmeCrypto, Client } from 'acme-client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { proveHost } from '../../src/modules/credentials/acme/actions/prove.js';
import { accountBy } from '../../src/modules/credentials/acme/store.js';
import { acme, certificates } from '../../src/modules/credentials/index.js';
import { contracts } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { representativeOf } from '../access/team.js';
import { twentyAtOnce } from '../support/context.js';
import { startDoor, type TestDoor } from '../support/door.js';
import {
  binding,
  freshNonce,
  type ProgramKey,
  post,
  problemOf,
  programKey,
  provingServer,
  send,
  sign,
} from './acme-program.js';
import { type Administered, administered } from './administered.js';
import { hasOpenssl, openssl, workshop } from './openssl.js';

let w: TestDoor;
let host: Awaited<ReturnType<typeof provingServer>>;
let clinic: Administered;
const shop = workshop();

beforeAll(async () => {
  host = await provingServer();
  w = await startDoor(['/acme', '/igc'], { connections: 24, env: { ACME_HTTP_PORT: String(host.port) } });
  clinic = await administered(w.ctx, '990000110');
});
afterAll(async () => {
  await w.close();
  await host.close();
  shop.clean();
});

const makeKey = (who = clinic, product = 'Serveur web') =>
  acme.makeKeyAs(who.ctx, who, {
    ...{ product, contacts: ['si@clinique.example'], revocationCode: 'un code long' },
  });

interface Program {
  readonly key: ProgramKey;
  readonly kid: string;
}

/** A program with its account. */
async function program(who = clinic): Promise<Program> {
  const [key, eab] = [await programKey(), await makeKey(who)];
  const made = await openAccount(key, eab);
  expect(made.status).toBe(201);
  return { key, kid: made.location };
}

const openAccount = (key: ProgramKey, eab?: acme.ExternalKey, more: Record<string, unknown> = {}) =>
  post(w.origin, key, '/acme/new-account', {
    termsOfServiceAgreed: true,
    ...(eab && { externalAccountBinding: binding(key.jwk, `${w.origin}/acme/new-account`, eab) }),
    ...more,
  });

const ask = ({ key, kid }: Program, path: string, payload?: unknown) =>
  post(w.origin, key, path.replace(w.origin, ''), payload, { kid });

const order = (by: Program, ...names: string[]) =>
  ask(by, '/acme/new-order', { identifiers: names.map((value) => ({ type: 'dns', value })) });

/** An order whose host was proved. Out: its path. */
async function readyOrder(by: Program, name: string): Promise<string> {
  const path = (await order(by, name)).location;
  const id = path.split('/').at(-1) ?? '';
  const authorization = await ask(by, `/acme/authz/${id}`);
  const [challenge] = authorization.body.challenges as { token: string; url: string }[];
  await host.proves(challenge?.token ?? '', by.key);
  expect((await ask(by, challenge?.url ?? '', {})).body.status).toBe('valid');
  return path;
}

const csrOf = async (name: string): Promise<string> => {
  const [, csr] = await acmeCrypto.createCsr({ commonName: name });
  return Buffer.from(csr.toString().replace(/-----[^-]*-----|\s/g, ''), 'base64').toString('base64url');
};

const listed = () => certificates.certificatesOf(w.ctx, `1${clinic.finess}`);

describe('a program that speaks ACME', () => {
  it('gets, under its organisation, the certificate of a host that it proved, and revokes it', async () => {
    const eab = await makeKey();
    const client = new Client({
      directoryUrl: `${w.origin}/acme/directory`,
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
      challengeCreateFn: async (_authorization, { token }, answer) => host.says(token, answer),
      challengeRemoveFn: async () => undefined,
    });
    const certificate = new X509Certificate(text);
    expect(certificate.checkHost('dossier.localhost')).toBe('dossier.localhost');
    expect(certificate.subject).toContain(`OU=1${clinic.finess}`);
    const [held] = await listed();
    expect(held).toMatchObject({ offer: 'SERV', usage: 'SSL', product: 'Serveur web', standing: 'active' });
    expect(held?.orderedBy).toMatch(/^acme:/);
    if (hasOpenssl) {
      const chain = shop.file(await (await fetch(`${w.origin}/igc/chaine.pem`)).text());
      const said = await openssl('verify', '-purpose', 'sslserver', '-CAfile', chain, shop.file(text));
      expect(said).toContain('OK');
      expect(await openssl('rsa', '-in', shop.file(key), '-noout', '-modulus')).toBe(
        await openssl('x509', '-in', shop.file(text), '-noout', '-modulus'),
      );
    }
    await client.revokeCertificate(text, { reason: 4 });
    expect(await certificates.stateOf(w.ctx, held?.serial ?? '')).toBe('revoked');
  }, 60_000);

  it('finds its account again by its key, changes its key and its contacts, and closes it for good', async () => {
    const by = await program();
    const again = await post(w.origin, by.key, '/acme/new-account', { onlyReturnExisting: true });
    expect([again.status, again.location]).toEqual([200, by.kid]);
    const next = await programKey('RS256');
    const url = `${w.origin}/acme/key-change`;
    const inner = (account: string, oldKey: unknown) =>
      sign(next, url, { account, oldKey }, { alg: 'RS256' });
    const wrong = await ask(by, '/acme/key-change', await inner(by.kid, next.jwk));
    expect(problemOf(wrong)).toBe('malformed');
    expect((await ask(by, '/acme/key-change', await inner(by.kid, by.key.jwk))).status).toBe(200);
    expect(problemOf(await order(by, 'a.localhost'))).toBe('malformed');
    const changed = (payload: unknown) =>
      post(w.origin, next, by.kid.replace(w.origin, ''), payload, { kid: by.kid, alg: 'RS256' });
    expect((await changed({ contact: ['mailto:si@clinique.example'] })).body.contact).toHaveLength(1);
    expect(problemOf(await changed({ contact: ['tel:+33639980000'] }))).toBe('unsupportedContact');
    expect(problemOf(await changed({ contact: ['mailto:personne'] }))).toBe('invalidContact');
    expect((await changed({ status: 'deactivated' })).body.status).toBe('deactivated');
    expect(problemOf(await changed({}))).toBe('unauthorized');
    expect(problemOf(await post(w.origin, next, '/acme/new-account', {}, { alg: 'RS256' }))).toBe(
      'unauthorized',
    );
  }, 60_000);

  it('may give its account no key that another account has', async () => {
    const [one, other] = [await program(), await program()];
    const url = `${w.origin}/acme/key-change`;
    const inner = await sign(other.key, url, { account: one.kid, oldKey: one.key.jwk });
    expect((await ask(one, '/acme/key-change', inner)).status).toBe(409);
  }, 60_000);
});

describe('an account', () => {
  it('is bound to an organisation by a key of its own, which serves once and cannot be forged', async () => {
    const eab = await makeKey();
    const key = await programKey();
    expect(problemOf(await openAccount(key))).toBe('externalAccountRequired');
    const forged = [
      { ...eab, secret: Buffer.alloc(32, 7).toString('base64url') },
      { ...eab, id: 'inconnue' },
    ];
    for (const wrong of forged) expect(problemOf(await openAccount(key, wrong))).toBe('unauthorized');
    const other = await programKey();
    const borrowed = binding(other.jwk, `${w.origin}/acme/new-account`, eab);
    const stolen = await openAccount(key, undefined, { externalAccountBinding: borrowed });
    expect(problemOf(stolen)).toBe('unauthorized');
    const elsewhere = binding(key.jwk, `${w.origin}/acme/new-order`, eab);
    expect(problemOf(await openAccount(key, undefined, { externalAccountBinding: elsewhere }))).toBe(
      'malformed',
    );
    const unsigned = { ...binding(key.jwk, `${w.origin}/acme/new-account`, eab, 'none'), signature: 'AA' };
    expect(problemOf(await openAccount(key, undefined, { externalAccountBinding: unsigned }))).toBe(
      'badSignatureAlgorithm',
    );
    const refused = (await journalOf(w.ctx, `1${clinic.finess}`)).filter(
      ({ outcome }) => outcome === 'refused',
    );
    expect(refused.map(({ reason }) => reason)).toContain('wrong-binding');
    const made = await twentyAtOnce(async () => {
      if ((await openAccount(await programKey(), eab)).status !== 201) throw new Error('refused');
    });
    expect(made).toBe(1);
  }, 60_000);

  it('orders nothing once its key was withdrawn, its administrator stopped, or the contract ended', async () => {
    const [vendor, ended] = [await administered(w.ctx, '990000128'), await administered(w.ctx, '990000136')];
    const eab = await makeKey(vendor);
    const key = await programKey();
    const withdrawn = { key, kid: (await openAccount(key, eab)).location };
    const [stopped, over] = [await program(vendor), await program(ended)];
    for (const by of [withdrawn, stopped, over]) expect((await order(by, 'a.localhost')).status).toBe(201);
    const ready = await readyOrder(stopped, 'pret.localhost');
    await acme.withdrawKeyAs(vendor.ctx, vendor, eab.id);
    await habilitations.withdraw(
      w.ctx,
      { id: vendor.habilitation.id, reason: 'fin' },
      representativeOf(vendor.structure.id),
    );
    const { number } = (await contracts.activeContract(w.ctx, ended.structure.id)) ?? { number: '' };
    await contracts.endContract(w.ctx, { structureId: ended.structure.id, number, reason: 'fin' });
    for (const by of [withdrawn, stopped, over])
      expect(problemOf(await order(by, 'b.localhost'))).toBe('unauthorized');
    const csr = await csrOf('pret.localhost');
    expect(problemOf(await ask(stopped, `${ready}/finalize`, { csr }))).toBe('unauthorized');
    expect(await certificates.certificatesOf(w.ctx, `1${vendor.finess}`)).toEqual([]);
  }, 60_000);

  it('sees and uses its own orders and certificates only', async () => {
    const [own, foreign] = [await program(), await program(await administered(w.ctx, '990000144'))];
    const path = await readyOrder(own, 'mien.localhost');
    const id = path.split('/').at(-1) ?? '';
    const csr = await csrOf('mien.localhost');
    for (const place of ['order', 'authz', 'chall', 'cert'])
      expect([place, (await ask(foreign, `/acme/${place}/${id}`)).status]).toEqual([place, 404]);
    expect((await ask(foreign, `${path}/finalize`, { csr })).status).toBe(404);
    expect(problemOf(await ask(foreign, own.kid))).toBe('unauthorized');
    expect(problemOf(await ask(foreign, `${own.kid}/orders`))).toBe('unauthorized');
    const done = await ask(own, `${path}/finalize`, { csr });
    expect(done.body.status).toBe('valid');
    const text = String((await ask(own, String(done.body.certificate))).body.text);
    const certificate = new X509Certificate(text).raw.toString('base64url');
    expect(problemOf(await ask(foreign, '/acme/revoke-cert', { certificate }))).toBe('unauthorized');
    expect(problemOf(await ask(own, '/acme/revoke-cert', { certificate, reason: 42 }))).toBe(
      'badRevocationReason',
    );
    expect((await ask(own, '/acme/revoke-cert', { certificate, reason: 1 })).status).toBe(200);
    expect(problemOf(await ask(own, '/acme/revoke-cert', { certificate }))).toBe('alreadyRevoked');
    expect((await ask(own, `${own.kid}/orders`)).body.orders).toEqual([path]);
  }, 60_000);
});

describe('an order', () => {
  it('is for one host name, and for nothing else', async () => {
    const by = await program();
    const cases: [unknown, string][] = [
      [{ identifiers: [] }, 'malformed'],
      [{}, 'malformed'],
      [{ identifiers: [{ type: 'ip', value: '192.0.2.1' }] }, 'unsupportedIdentifier'],
      [
        { identifiers: ['a', 'b'].map((name) => ({ type: 'dns', value: `${name}.example` })) },
        'rejectedIdentifier',
      ],
      ...['*.clinique.example', 'clinique', '192.0.2.1', 'a;b.example'].map((value): [unknown, string] => [
        { identifiers: [{ type: 'dns', value }] },
        'rejectedIdentifier',
      ]),
      [{ identifiers: [{ type: 'dns', value: 'a.example' }], notAfter: '2030-01-01T00:00:00Z' }, 'malformed'],
    ];
    for (const [payload, type] of cases)
      expect([payload, problemOf(await ask(by, '/acme/new-order', payload))]).toEqual([payload, type]);
  }, 60_000);

  it('is refused for good when the host does not prove itself, or stands where nothing is called', async () => {
    const by = await program();
    const before = (await listed()).length;
    const [absent, near] = ['absent.localhost', 'voisin.localhost'];
    const [path, other] = [(await order(by, absent)).location, (await order(by, near)).location];
    const id = (of: string) => of.split('/').at(-1) ?? '';
    await ask(by, `/acme/chall/${id(path)}`, {});
    const account = await accountBy(w.ctx, { id: id(by.kid) });
    const closed = { ...w.ctx, config: { ...w.ctx.config, outgoingAllowed: [] } };
    if (account) await proveHost(closed, account, id(other));
    for (const [of, type, name] of [
      [path, 'incorrectResponse', absent],
      [other, 'connection', near],
    ] as const) {
      const told = await ask(by, `/acme/chall/${id(of)}`, {});
      expect(told.body).toMatchObject({
        status: 'invalid',
        error: { type: `urn:ietf:params:acme:error:${type}` },
      });
      expect((await ask(by, of)).body.status).toBe('invalid');
      expect((await ask(by, `/acme/authz/${id(of)}`)).body.status).toBe('invalid');
      const finalized = await ask(by, `${of}/finalize`, { csr: await csrOf(name) });
      expect(problemOf(finalized)).toBe('orderNotReady');
    }
    expect(await listed()).toHaveLength(before);
  }, 60_000);

  it('is certified once, for its own name, by a request that is in order', async () => {
    const by = await program();
    const path = await readyOrder(by, 'une.localhost');
    const bad = [await csrOf('autre.localhost'), 'AAAA'];
    for (const csr of bad) expect(problemOf(await ask(by, `${path}/finalize`, { csr }))).toBe('badCSR');
    expect((await ask(by, path)).body.status).toBe('ready');
    expect(problemOf(await ask(by, `/acme/cert/${path.split('/').at(-1)}`))).toBe('orderNotReady');
    const csr = await csrOf('une.localhost');
    const before = (await listed()).length;
    const made = await twentyAtOnce(async () => {
      if ((await ask(by, `${path}/finalize`, { csr })).status !== 200) throw new Error('refused');
    });
    expect([made, (await listed()).length - before]).toEqual([1, 1]);
    const pending = (await order(by, 'attente.localhost')).location;
    expect(problemOf(await ask(by, `${pending}/finalize`, { csr }))).toBe('orderNotReady');
  }, 60_000);

  it('that a dead process was finishing is finished by the next call', async () => {
    const by = await program();
    const path = await readyOrder(by, 'mort.localhost');
    const csr = await csrOf('mort.localhost');
    const id = path.split('/').at(-1);
    const begun = (seconds: number) =>
      sql`update credentials.acme_orders set state = 'processing',
        begun_at = clock_timestamp() - make_interval(secs => ${seconds}) where id = ${id}`.execute(w.ctx.db);
    await begun(0);
    expect(problemOf(await ask(by, `${path}/finalize`, { csr }))).toBe('orderNotReady');
    await begun(61);
    expect((await ask(by, `${path}/finalize`, { csr })).body.status).toBe('valid');
  }, 60_000);
});

describe('a request', () => {
  it('is taken once, for one address, with a signature of its own key, in the form that was agreed', async () => {
    const by = await program();
    const url = `${w.origin}/acme/new-order`;
    const payload = { identifiers: [{ type: 'dns', value: 'b.localhost' }] };
    const nonce = await freshNonce(w.origin);
    const jws = await sign(by.key, url, payload, { kid: by.kid, nonce });
    const first = await send(url, jws);
    expect(first.status).toBe(201);
    expect(problemOf(await send(url, jws))).toBe('badNonce');
    const other = await programKey();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwkWithKey = privateKey.export({ format: 'jwk' });
    const sent = async (key: ProgramKey, more: Parameters<typeof post>[4]) =>
      problemOf(await post(w.origin, key, '/acme/new-order', payload, more));
    expect(await sent(by.key, { kid: by.kid, nonce: 'inventé' })).toBe('badNonce');
    expect(
      await sent(by.key, { kid: by.kid, nonce: nonce.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
    ).toBe('badNonce');
    expect(await sent(other, { kid: by.kid })).toBe('malformed');
    expect(await sent(by.key, { kid: `${w.origin}/acme/acct/inconnu` })).toBe('accountDoesNotExist');
    expect(await sent(by.key, { kid: by.kid, url: `${w.origin}/acme/key-change` })).toBe('unauthorized');
    expect(await sent(by.key, { kid: by.kid, header: { jwk: by.key.jwk } })).toBe('malformed');
    expect(await sent(by.key, {})).toBe('malformed');
    expect(await sent(by.key, { header: { jwk: jwkWithKey } })).toBe('malformed');
    expect((await send(url, jws, 'application/json')).status).toBe(415);
    expect(problemOf(await send(url, { ...jws, protected: 'e30' }))).toBe('malformed');
    expect((await send(url, { ...jws, payload: 'x'.repeat(70_000) })).status).toBe(413);
    const hs = binding(by.key.jwk, url, { id: by.kid, secret: 'AAAA' });
    expect(problemOf(await send(url, hs))).toBe('badSignatureAlgorithm');
  }, 60_000);

  it('is told in a directory, with a fresh nonce in every answer and no other way to read', async () => {
    const directory = (await (await fetch(`${w.origin}/acme/directory`)).json()) as Record<string, unknown>;
    expect(Object.keys(directory).sort()).toEqual([
      ...['keyChange', 'meta', 'newAccount', 'newNonce', 'newOrder', 'revokeCert'],
    ]);
    expect(directory.meta).toMatchObject({ externalAccountRequired: true });
    expect((await fetch(`${w.origin}/acme/new-nonce`)).status).toBe(204);
    const by = await program();
    const told = await order(by, 'c.localhost');
    expect(told.nonce).not.toBe('');
    expect((await fetch(told.location)).status).toBe(404);
    expect(told.nonce).not.toBe((await order(by, 'clinique')).nonce);
    await acme.forgetOld(w.ctx);
    expect((await ask(by, told.location)).body.status).toBe('pending');
  }, 60_000);
});
