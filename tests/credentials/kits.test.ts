import { X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '../../src/modules/credentials/index.js';
import { type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { twentyAtOnce } from '../support/context.js';
import { refusalOf, type World, world } from './world.js';

const { errors } = certificates;
const DAY = 86_400_000;
let w: World;

const structure = (finess: string, more: Partial<Structure> = {}): Structure => ({
  ...{ id: `F${finess}`, nationalId: `1${finess}`, finess, name: `STRUCTURE ${finess}`, kind: 'EJ' },
  ...{ address: { postcode: '75013', commune: '75113', departement: '75' }, source: 'FINESS' },
  ...more,
});
const ENTITY = structure('990000011');
const SITES = ['990000029', '990000037', '990000045', '990000052', '990000060'].map((finess) =>
  structure(finess, { kind: 'EG', finessLegalEntity: ENTITY.finess ?? '' }),
);
const GROUP = { id: 'GHT00042', name: 'GHT D’ESSAI', type: '001', role: 'member' } as const;
const MEMBERS = ['990000078', '990000086'].map((finess) => structure(finess, { group: GROUP }));

beforeAll(async () => {
  w = await world();
  const closed = structure('990000094', { closedOn: '2020-01-01' });
  await upsertStructures(w.ctx, [ENTITY, ...SITES, ...MEMBERS, closed]);
});
afterAll(() => w.close());

const order = (finess = ENTITY.finess ?? '', product = 'Ordo', more: Partial<certificates.KitOrder> = {}) =>
  certificates.orderKit(w.ctx, {
    ...{ finess, product, contacts: ['si@clinique.example'], revocationCode: 'un code long' },
    ...more,
  });

describe('a kit', () => {
  it('S3-92 is three certificates for care software, with their types and names, and no name of one’s own', async () => {
    const kit = await order();
    expect(kit.map(({ usage, commonName }) => `${usage} ${commonName}`)).toEqual([
      ...['AUTH_CLI INSI-MANU', 'AUTH_CLI DMP-ORDO', 'SIGN DMP-ORDO'],
    ]);
    for (const { certificate, commonName } of kit)
      expect(new X509Certificate(certificate).subject.split('\n')).toEqual([
        ...['C=FR', 'ST=Paris (75)', 'O=STRUCTURE 990000011', 'OU=1990000011', `CN=${commonName}`],
      ]);
    expect(await refusalOf(order(ENTITY.finess, '  '))).toBe(errors.commonName('').code);
    expect(await refusalOf(order(ENTITY.finess, 'Ordo', { contacts: [] }))).toBe(errors.noContact().code);
  });

  it('is made once, however often it is sent; an order that was cut off is finished by the next', async () => {
    expect(await twentyAtOnce(() => order(ENTITY.finess, 'Labo'))).toBe(1);
    expect(await refusalOf(order(ENTITY.finess, 'Labo'))).toBe(errors.alreadyOrdered().code);
    const [first] = await certificates.certificatesOf(w.ctx, ENTITY.nationalId ?? '');
    await certificates.revokeCertificate(w.ctx, { serial: first?.serial ?? '', reason: 'superseded' });
    const again = await order(ENTITY.finess, 'Labo');
    expect(again.map(({ usage, commonName }) => [usage, commonName])).toEqual([
      [first?.usage, first?.commonName],
    ]);
    expect(await refusalOf(order(ENTITY.finess, 'Labo', { csrs: ['faux'] }))).toBe(
      errors.alreadyOrdered().code,
    );
    expect(await refusalOf(order(ENTITY.finess, 'Pharma', { csrs: ['faux'] }))).toBe(
      errors.unreadableRequest().code,
    );
    expect(await order(ENTITY.finess, 'Pharma')).toHaveLength(3);
  });

  it('S3-84 S3-86 is of a legal entity: a grouping orders nothing, each of its members orders for itself', async () => {
    expect(await refusalOf(order(GROUP.id))).toBe(errors.unknownStructure().code);
    expect(await refusalOf(order('999999999'))).toBe(errors.unknownStructure().code);
    expect(await refusalOf(order('990000094'))).toBe(errors.closedStructure().code);
    for (const { finess, nationalId } of MEMBERS) {
      const [made] = await order(finess);
      expect(made?.subjectDn).toContain(`OU=${nationalId}`);
    }
  });

  it('S3-91 is ordered once for a legal entity of five sites: each site is served, and orders nothing itself', async () => {
    const [insi] = await order(ENTITY.finess, 'Cinq sites');
    const held = (await certificates.certificatesOf(w.ctx, ENTITY.nationalId ?? '')).find(
      ({ serial }) => serial === insi?.serial,
    );
    expect(SITES).toHaveLength(5);
    for (const { finess = '' } of SITES) {
      const call = { finess, product: 'Cinq sites' };
      expect(held && (await certificates.misuse(w.ctx, held, call))).toBeUndefined();
      const refused = await order(finess).catch((error: { code: string; message: string }) => error);
      expect(refused).toMatchObject({ code: errors.notLegalEntity('').code });
      expect('message' in refused && refused.message).toContain(ENTITY.finess);
    }
  });

  it('S3-87 S3-88 serves every site of its entity with its product; another entity or product needs its own', async () => {
    const [insi] = await order(ENTITY.finess, 'Radio');
    const held = await certificates.certificatesOf(w.ctx, ENTITY.nationalId ?? '');
    const certificate = held.find(({ serial }) => serial === insi?.serial);
    if (!certificate) throw new Error('the certificate is not listed');
    const misuse = (finess: string | undefined, product: string) =>
      certificates.misuse(w.ctx, certificate, { finess: finess ?? '', product });
    expect(await misuse(SITES[0]?.finess, 'Radio')).toBeUndefined();
    expect(await misuse(ENTITY.finess, 'Radio')).toBeUndefined();
    expect(await misuse(SITES[0]?.finess, 'Ordo 2')).toBe('other-product');
    expect(await misuse(MEMBERS[0]?.finess, 'Radio')).toBe('other-structure');
    expect(await misuse('999999999', 'Radio')).toBe('other-structure');
    expect(await order(ENTITY.finess, 'Ordo 2')).toHaveLength(3);
  });
});

describe('a renewal', () => {
  it('makes the next certificate under the same name with another key, while the former is active only', async () => {
    const [former] = await order(ENTITY.finess, 'Bloc');
    const serial = former?.serial ?? '';
    const renew = () => certificates.renewCertificate(w.ctx, { serial, revocationCode: 'un autre code' });
    const next = await renew();
    expect(next.subjectDn).toBe(former?.subjectDn);
    const key = (der: Buffer | undefined) =>
      new X509Certificate(der ?? '').publicKey.export({ format: 'jwk' }).n;
    expect(key(next.certificate)).not.toBe(key(former?.certificate));
    expect(await certificates.stateOf(w.ctx, serial)).toBe('active');
    await certificates.revokeCertificate(w.ctx, { serial, reason: 'superseded' });
    expect(await refusalOf(renew())).toBe(errors.notUsable('revoked').code);
    await sql`update credentials.software_certificates set expires_at = issued_at
      where serial = ${next.serial}`.execute(w.ctx.db);
    const late = certificates.renewCertificate(w.ctx, {
      serial: next.serial,
      revocationCode: 'un autre code',
    });
    expect(await refusalOf(late)).toBe(errors.notUsable('expired').code);
  });

  it('is announced to every contact 60, 30 and 7 days before, once each, and to nobody of a revoked one', async () => {
    const contacts = ['si@clinique.example', 'editeur@logiciel.example'];
    const kit = await order(MEMBERS[0]?.finess, 'Urgences', { contacts });
    const [told, revoked, ended] = kit.map(({ serial }) => serial);
    await certificates.revokeCertificate(w.ctx, { serial: revoked ?? '', reason: 'superseded' });
    const endsIn = (serial: string | undefined, days: number) =>
      sql`update credentials.software_certificates set expires_at = ${new Date(w.app.clock.now().getTime() + days * DAY)}
        where serial = ${serial}`.execute(w.ctx.db);
    await endsIn(revoked, 20);
    await endsIn(ended, -1);
    const notices = async (days: number) => {
      await endsIn(told, days);
      w.mails.length = 0;
      await Promise.all([certificates.tellRenewals(w.ctx), certificates.tellRenewals(w.ctx)]);
      return w.mails.map(({ to }) => to).sort();
    };
    const both = [...contacts].sort();
    expect(await notices(61)).toEqual([]);
    expect(await notices(59.5)).toEqual(both);
    expect(w.mails[0]?.subject).toContain('INSI-MANU');
    expect(w.mails[0]?.text).toContain('dans 60 jours');
    expect(await notices(31)).toEqual([]);
    expect(await notices(29)).toEqual(both);
    expect(await notices(6)).toEqual(both);
    expect(await notices(5)).toEqual([]);
  });
});
