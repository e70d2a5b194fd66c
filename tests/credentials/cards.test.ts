import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards, igc } from '../../src/modules/credentials/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { refusalOf, type World, world } from './world.js';

const run = promisify(execFile);
const openssl = (...args: string[]) => run('openssl', args).then(({ stdout }) => stdout);
const hasOpenssl = await openssl('version').then(
  () => true,
  () => false,
);

const YEAR = 365.25 * 86_400_000;
const { errors } = cards;
let w: World;
let rank = 0;

beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

function newIdNat(): string {
  rank += 1;
  return `8997000${String(rank).padStart(5, '0')}`;
}

const holder = (idNat = newIdNat()): cards.Holder => ({
  idNat,
  givenName: 'Camille',
  familyName: 'D’ESSAI',
  title: 'Médecin',
  profession: 10,
});

const issue = (type?: cards.CardType, of = holder()) => cards.issueCard(w.ctx, { type, holder: of });

async function certificateOf(number: string): Promise<X509Certificate> {
  const { rows } = await sql<{ certificate: Buffer }>`select certificate from credentials.certificates
    join credentials.card_certificates using (serial) where card_number = ${number} and usage = 'AUTH'`.execute(
    w.ctx.db,
  );
  return new X509Certificate(rows[0]?.certificate ?? Buffer.alloc(0));
}

const statusOf = async (number: string) =>
  (await cards.presentedCard(w.ctx, await certificateOf(number))).status;

const prove = (number: string, pin: string, purpose = 'sign-in-1') =>
  cards.proveHolder(w.ctx, { number, pin, purpose });

const other = (code: string) => (code === '1590' ? '1591' : '1590');

describe('a card', () => {
  it('comes with a file that opens by its password, and codes that are kept as hashes only', async () => {
    const card = await issue();
    expect(card).toMatchObject({ type: 'CPS', number: expect.stringMatching(/^99\d{8}$/) });
    expect([card.pin, card.puk]).toEqual([
      expect.stringMatching(/^\d{4}$/),
      expect.stringMatching(/^\d{8}$/),
    ]);
    expect(() => createSecureContext({ pfx: card.pkcs12, passphrase: card.password })).not.toThrow();
    expect(() => createSecureContext({ pfx: card.pkcs12, passphrase: 'autre' })).toThrow();
    const { rows } = await sql`select c::text as line from credentials.cards c`.execute(w.ctx.db);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`[(,]${card.pin}[,)]|${card.puk}`));
  });

  // The card ends by the clock of the program, its certificates by that of the world.
  it('ends on the day and at the hour at which its certificates end', async () => {
    const { number } = await issue('CPS', holder('899700000058'));
    const { rows } = await sql<{
      apart: number;
    }>`select max(abs(extract(epoch from (c.expires_at - c.issued_at) - (t.not_after - clock_timestamp()))))::float8 apart
      from credentials.cards c join credentials.card_certificates l on l.card_number = c.number
      join credentials.certificates t using (serial) where c.number = ${number}`.execute(w.ctx.db);
    expect(rows[0]?.apart).toBeLessThan(60);
  });

  it.skipIf(!hasOpenssl)(
    'satisfies OpenSSL: chain, purpose, names, and the content of the file',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'card-'));
      const [file, chain, leaf] = ['c.p12', 'chain.pem', 'leaf.pem'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const card = await issue('CPS', holder('899700000017'));
      await writeFile(file, card.pkcs12);
      await writeFile(chain, await igc.chainPem(w.ctx));
      await writeFile(leaf, (await certificateOf(card.number)).toString());
      expect(
        await openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', chain, leaf),
      ).toContain('OK');
      await expect(openssl('verify', '-purpose', 'sslserver', '-CAfile', chain, leaf)).rejects.toThrow();
      const subject = await openssl(
        'x509',
        '-in',
        leaf,
        '-noout',
        '-subject',
        '-nameopt',
        'RFC2253,utf8,-esc_msb',
      );
      expect(subject.trim()).toBe('subject=CN=899700000017+SN=D’ESSAI+GN=Camille,title=Médecin,C=FR');
      const text = await openssl('x509', '-in', leaf, '-noout', '-text');
      expect(text).toContain('CN = TEST AC IGC-ESCULAPE FORT PERSONNES');
      expect(text).toContain('UPN::899700000017@carte-cps.fr');
      const content = await openssl('pkcs12', '-in', file, '-passin', `pass:${card.password}`, '-nodes');
      expect(content.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      expect(content).toContain('BEGIN PRIVATE KEY');
      await rm(folder, { recursive: true });
    },
  );

  it('has a serial of its own, and its authority is the same for ever, even asked for in parallel', async () => {
    const fresh = await world();
    const chains = await Promise.all(Array.from({ length: 6 }, () => igc.chainPem(fresh.ctx)));
    expect(new Set(chains).size).toBe(1);
    await fresh.close();
    const serials = await Promise.all(
      (await Promise.all([issue(), issue()])).map((c) => certificateOf(c.number)),
    );
    expect(new Set(serials.map((c) => c.serialNumber)).size).toBe(2);
    expect(new Set(serials.map((c) => c.serialNumber.slice(0, 16))).size).toBe(1);
  });

  it('is opposed when another of its type is made for the same person, not when it is of another type', async () => {
    const someone = holder();
    const [first, training] = [await issue('CPS', someone), await issue('CPF', someone)];
    const second = await issue('CPS', someone);
    expect([
      await statusOf(first.number),
      await statusOf(training.number),
      await statusOf(second.number),
    ]).toEqual(['opposed', 'active', 'active']);
    const usable = await cards.usableCards(w.ctx, [someone.idNat, '899799999999']);
    expect([...usable.keys()]).toEqual([someone.idNat]);
    expect(usable.get(someone.idNat)?.map((card) => card.type)).toEqual(['CPF', 'CPS']);
    const types = ['credentials.card-issued', 'credentials.card-opposed'];
    const events = await eventsOf(w.ctx, [someone.idNat], types);
    expect(events.map((event) => types.indexOf(event.type))).toEqual([0, 0, 1, 0]);
  });

  it('is not made for those who cannot hold it', async () => {
    expect(await refusalOf(issue('CPS', holder('3750000001/A1')))).toBe(errors.wrongKind([]).code);
    expect(await refusalOf(issue('CPE'))).toBe(errors.wrongKind([]).code);
    expect((await issue(undefined, holder('3750000001/A1'))).type).toBe('CPE');
  });
});

describe('what is presented', () => {
  it('is judged at each call: active, expired by simulated time, opposed for good', async () => {
    const card = await issue();
    expect(await statusOf(card.number)).toBe('active');
    await w.app.clock.set(new Date(Date.now() + 6.01 * YEAR));
    expect(await statusOf(card.number)).toBe('expired');
    expect(await refusalOf(prove(card.number, card.pin))).toBe(errors.notUsable('expired').code);
    await w.app.clock.set(new Date());
    await cards.opposeCard(w.ctx, { number: card.number, reason: 'loss' });
    expect(await statusOf(card.number)).toBe('opposed');
    expect(await refusalOf(cards.opposeCard(w.ctx, { number: card.number, reason: 'loss' }))).toBe(
      errors.notUsable('opposed').code,
    );
    expect(await refusalOf(cards.opposeCard(w.ctx, { number: '9999999999', reason: 'loss' }))).toBe(
      errors.unknownCard().code,
    );
  });

  it('is nothing, somebody else’s, or no card at all', async () => {
    const elsewhere = await world();
    const foreign = await cards.issueCard(elsewhere.ctx, { holder: holder() });
    const { rows } = await sql<{ certificate: Buffer }>`select certificate from credentials.certificates
      join credentials.card_certificates using (serial) where card_number = ${foreign.number}
        and usage = 'AUTH'`.execute(elsewhere.ctx.db);
    await elsewhere.close();
    const server = new X509Certificate((await igc.serverIdentity(w.ctx, 'localhost')).cert);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect((await cards.presentedCard(w.ctx, undefined)).status).toBe('absent');
    expect((await cards.presentedCard(w.ctx, new X509Certificate(rows[0]?.certificate ?? ''))).status).toBe(
      'foreign',
    );
    expect((await cards.presentedCard(w.ctx, server)).status).toBe('wrong-kind');
  });

  it('must be a certificate that was recorded, not only one of the right authority', async () => {
    const card = await issue();
    const certificate = await certificateOf(card.number);
    await sql`delete from credentials.card_certificates where card_number = ${card.number}`.execute(w.ctx.db);
    expect((await cards.presentedCard(w.ctx, certificate)).status).toBe('foreign');
  });
});

describe('the code of a card', () => {
  it('blocks the card at the third wrong one in a row, and the right one comes too late', async () => {
    const card = await issue();
    expect(await refusalOf(prove(card.number, other(card.pin)))).toBe(errors.wrongCode(2).code);
    expect(await refusalOf(prove(card.number, other(card.pin)))).toBe(errors.wrongCode(1).code);
    await prove(card.number, card.pin);
    for (let i = 0; i < 2; i += 1) await refusalOf(prove(card.number, other(card.pin)));
    expect(await statusOf(card.number)).toBe('active');
    expect(await refusalOf(prove(card.number, other(card.pin)))).toBe(errors.notUsable('blocked').code);
    expect(await refusalOf(prove(card.number, card.pin))).toBe(errors.notUsable('blocked').code);
    expect(await statusOf(card.number)).toBe('blocked');
  });

  it('is compared three times at most when twenty wrong ones arrive at once', async () => {
    const card = await issue();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => refusalOf(prove(card.number, other(card.pin)))),
    );
    expect(codes.filter((code) => code === errors.wrongCode(1).code)).toHaveLength(2);
    expect(await statusOf(card.number)).toBe('blocked');
  });

  it('comes back by the unblocking code with another code, three tries, and nothing else', async () => {
    const card = await issue();
    const unblock = (puk: string, pin = '2580') =>
      refusalOf(cards.unblockCard(w.ctx, { number: card.number, puk, pin }));
    const block = async (pin: string) => {
      for (let i = 0; i < 3; i += 1) await refusalOf(prove(card.number, other(pin)));
    };
    const wrong = card.puk === '00000000' ? '00000001' : '00000000';
    expect(await unblock(card.puk)).toBe(errors.notUsable('active').code);
    await block(card.pin);
    expect(await unblock(card.puk, '1111')).toBe(errors.invalidCode('').code);
    expect(await unblock(wrong)).toBe(errors.wrongUnblockingCode(2).code);
    expect(await unblock(card.puk)).toBeUndefined();
    if (card.pin !== '2580')
      expect(await refusalOf(prove(card.number, card.pin))).toBe(errors.wrongCode(2).code);
    expect(await prove(card.number, '2580')).toBeTypeOf('string');
    await block('2580');
    for (const tries of [2, 1]) expect(await unblock(wrong)).toBe(errors.wrongUnblockingCode(tries).code);
    expect(await unblock(wrong)).toBe(errors.deadCard().code);
    expect(await unblock(card.puk)).toBe(errors.deadCard().code);
  });

  it('comes back once when six right unblocking codes arrive at once: the others learn that it is back', async () => {
    const card = await issue();
    for (let i = 0; i < 3; i += 1) await refusalOf(prove(card.number, other(card.pin)));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        refusalOf(cards.unblockCard(w.ctx, { number: card.number, puk: card.puk, pin: '2580' })),
      ),
    );
    const back = errors.notUsable('active').code;
    expect(answers.toSorted()).toEqual([...Array.from({ length: 5 }, () => back), undefined]);
    expect(await prove(card.number, '2580')).toBeTypeOf('string');
  });
});

describe('a proof', () => {
  it('is collected by one of twenty, for its purpose, within a minute', async () => {
    const card = await issue();
    const spend = (code: string, purpose = 'sign-in-1') => cards.spendProof(w.ctx, { code, purpose });
    const code = await prove(card.number, card.pin);
    expect(await spend(code, 'sign-in-2')).toBeUndefined();
    const all = await Promise.all(Array.from({ length: 20 }, () => spend(code)));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(all.find(Boolean)).toMatchObject({ number: card.number, type: 'CPS' });
    const late = await prove(card.number, card.pin);
    await sql`update credentials.card_proofs set expires_at = clock_timestamp()`.execute(w.ctx.db);
    expect(await spend(late)).toBeUndefined();
    await sql`update credentials.card_proofs set expires_at = clock_timestamp() - interval '2 days'`.execute(
      w.ctx.db,
    );
    expect(await cards.forgetProofs(w.ctx)).toBeGreaterThan(1);
  });

  it('is worth nothing once the card is opposed', async () => {
    const card = await issue();
    const code = await prove(card.number, card.pin);
    await cards.opposeCard(w.ctx, { number: card.number, reason: 'theft' });
    expect(await cards.spendProof(w.ctx, { code, purpose: 'sign-in-1' })).toBeUndefined();
    expect(await refusalOf(prove(card.number, card.pin))).toBe(errors.notUsable('opposed').code);
  });
});
