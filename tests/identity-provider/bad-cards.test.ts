import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import { certify, type Order } from '../../src/modules/credentials/ca/certify.js';
import { issueServerCertificate, issueWithKey } from '../../src/modules/credentials/ca/issue.js';
import { keyStore } from '../../src/modules/credentials/ca/key-store.js';
import { certificatesPem } from '../../src/modules/credentials/ca/pem.js';
import { recordCertificate, revokeCertificates } from '../../src/modules/credentials/ca/register.js';
import {
  certificateParts,
  signedWhole,
  type ToBeSigned,
  toBeSigned,
} from '../../src/modules/credentials/ca/rules/certificate.js';
import { usageExtensions } from '../../src/modules/credentials/ca/rules/extensions.js';
import { type IntermediateKey, nameDer } from '../../src/modules/credentials/ca/rules/names.js';
import { PROFILES } from '../../src/modules/credentials/ca/rules/profiles.js';
import { cards } from '../../src/modules/credentials/index.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CardReader } from './card-reader.js';

const DAY = 86_400_000;
const HOLDER = { givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin' };
let t: TestApp;
let idNat: string;
let ca: string;
let door: string;

beforeAll(async () => {
  t = await startTestApp();
  const story = new Story(t.origin);
  ({ idNat } = await story.register('CNOM', doctor()));
  await t.settle();
  ca = await (await fetch(`${t.origin}/igc/chaine.pem`)).text();
  door = `${t.app.config.cardOrigin}/demandes`;
});
afterAll(() => t.stop());

interface Shown {
  readonly certificate: Buffer;
  readonly key: KeyObject;
  readonly chain?: readonly Buffer[];
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const subject = () => [
  { C: ['FR'] },
  { title: ['Médecin'] },
  { GN: ['Camille'], CN: [idNat], SN: ['ESSAI'] },
];

/** Takes the place of the card of the holder; out: the card, and what its file holds. */
async function realCard(): Promise<Shown & { number: string; serial: string }> {
  const { number } = await cards.issueCard(t.app.ctx, { holder: { idNat, ...HOLDER } });
  const keys = pair();
  const made = await certify(t.app.ctx, await authority(t.app.ctx, 'ACI-FO-PP'), {
    ...{ profile: 'card AUTH', subject: subject(), days: 1095, publicKey: spki(keys.publicKey) },
  } satisfies Order);
  await recordCertificate(t.app.ctx, made);
  await sql`update credentials.card_certificates set serial = ${made.serial}
    where card_number = ${number} and usage = 'AUTH'`.execute(t.app.ctx.db);
  return { number, serial: made.serial, certificate: made.certificate, key: keys.privateKey };
}

/** What our authority would have signed of somebody's choice: only a stolen key, or a fault of ours, makes it. */
async function signedBy(
  name: IntermediateKey,
  change: Partial<ToBeSigned> = {},
  keys = pair(),
): Promise<Shown> {
  const by = await authority(t.app.ctx, name);
  const part = partOf(certificateParts(by.certificate).subject, keys.publicKey, change);
  const signature = await keyStore(t.app.config).sign(by.keyReference, part);
  return { certificate: signedWhole(part, signature), key: keys.privateKey };
}

const partOf = (issuer: Buffer, publicKey: KeyObject, change: Partial<ToBeSigned>) =>
  toBeSigned({
    serial: '4142434445464748494a4b4c4d4e4f50',
    issuer,
    subject: nameDer(subject()),
    publicKey: spki(publicKey),
    from: new Date(Date.now() - DAY),
    to: new Date(Date.now() + DAY),
    extensions: usageExtensions(PROFILES['card AUTH']),
    ...change,
  });

/** The name of our authority over a key that is not its own. */
async function forged(keys = pair(), other = pair()): Promise<Shown> {
  const by = await authority(t.app.ctx, 'ACI-FO-PP');
  const part = partOf(certificateParts(by.certificate).subject, keys.publicKey, {});
  return { certificate: signedWhole(part, sign('sha256', part, other.privateKey)), key: keys.privateKey };
}

/** The card's own certificate with one byte changed. */
async function altered(at: (der: Buffer) => number): Promise<Shown> {
  const { certificate, key } = await realCard();
  const copy = Buffer.from(certificate);
  const byte = at(copy);
  copy[byte] = (copy[byte] ?? 0) ^ 1;
  return { certificate: copy, key };
}

const software = async (profile: 'ORG AUTH_CLI' | 'ORG SIGN', by: IntermediateKey): Promise<Shown> => {
  const made = await issueWithKey(t.app.ctx, by, { profile, subject: subject(), days: 30 });
  await recordCertificate(t.app.ctx, made);
  return { certificate: made.certificate, key: pkcs8(made.key) };
};

const pkcs8 = (key: Buffer) => createPrivateKey({ key, format: 'der', type: 'pkcs8' });

const bad: [title: string, make: () => Promise<Shown | undefined>, says: string][] = [
  ['no certificate', async () => undefined, 'été présentée'],
  [
    'one that signed itself',
    async () => {
      const keys = pair();
      const part = partOf(nameDer(subject()), keys.publicKey, {});
      return { certificate: signedWhole(part, sign('sha256', part, keys.privateKey)), key: keys.privateKey };
    },
    'n’est pas reconnue',
  ],
  ['the name of our authority over the key of another', () => forged(), 'n’est pas reconnue'],
  [
    'a card’s with another serial',
    () => altered((der) => der.indexOf(Buffer.from([0x02, 0x10])) + 10),
    'n’est pas reconnue',
  ],
  ['a card’s with another holder', () => altered((der) => der.indexOf(idNat) + 3), 'n’est pas reconnue'],
  ['a card’s with another signature', () => altered((der) => der.length - 5), 'n’est pas reconnue'],
  ['one that the authority signed and nobody recorded', () => signedBy('ACI-FO-PP'), 'n’est pas reconnue'],
  [
    'one under a serial that was reserved and never used',
    async () => {
      const keys = pair();
      const made = await certify(t.app.ctx, await authority(t.app.ctx, 'ACI-FO-PP'), {
        ...{ profile: 'card AUTH', subject: subject(), publicKey: spki(keys.publicKey) },
      });
      return { certificate: made.certificate, key: keys.privateKey };
    },
    'n’est pas reconnue',
  ],
  [
    'one recorded, of no card',
    async () => {
      const keys = pair();
      const made = await certify(t.app.ctx, await authority(t.app.ctx, 'ACI-FO-PP'), {
        ...{ profile: 'card AUTH', subject: subject(), publicKey: spki(keys.publicKey) },
      });
      await recordCertificate(t.app.ctx, made);
      return { certificate: made.certificate, key: keys.privateKey };
    },
    'n’est pas reconnue',
  ],
  [
    'the serial of a card over another key',
    async () => signedBy('ACI-FO-PP', { serial: (await realCard()).serial }),
    'n’est pas reconnue',
  ],
  [
    'the serial of a card by another range of people',
    async () => signedBy('ACI-ST-PP', { serial: (await realCard()).serial }),
    'n’est pas reconnue',
  ],
  ['an elementary one of people', () => signedBy('ACI-EL-PP'), 'n’est pas reconnue'],
  [
    'one that has ended',
    () => signedBy('ACI-FO-PP', { to: new Date(Date.now() - 1000) }),
    'n’est pas reconnue',
  ],
  [
    'one that has not begun',
    () => signedBy('ACI-FO-PP', { from: new Date(Date.now() + DAY / 2) }),
    'n’est pas reconnue',
  ],
  ['an organisation’s', () => software('ORG AUTH_CLI', 'ACI-EL-ORG'), 'n’est pas celui d’une carte'],
  ['a seal, of the strong range', () => software('ORG SIGN', 'ACI-FO-ORG'), 'n’est pas celui d’une carte'],
  [
    'a server’s',
    async () => {
      const made = await issueServerCertificate(t.app.ctx, 'localhost');
      return { certificate: made.certificate, key: pkcs8(made.key) };
    },
    'n’est pas celui d’une carte',
  ],
  [
    'an opposed card',
    async () => {
      const card = await realCard();
      await cards.opposeCard(t.app.ctx, { number: card.number, reason: 'theft' });
      return card;
    },
    'en opposition',
  ],
  [
    'a card whose certificate alone was revoked',
    async () => {
      const card = await realCard();
      await revokeCertificates(t.app.ctx, [card.serial], 'key-compromise');
      return card;
    },
    'en opposition',
  ],
  [
    'a card that was replaced',
    async () => {
      const card = await realCard();
      await cards.issueCard(t.app.ctx, { holder: { idNat, ...HOLDER } });
      return card;
    },
    'en opposition',
  ],
  [
    'a card that has ended',
    async () => {
      const card = await realCard();
      await sql`update credentials.cards set expires_at = issued_at where number = ${card.number}`.execute(
        t.app.ctx.db,
      );
      return card;
    },
    'a expiré',
  ],
];

describe('the card door', () => {
  it.each(bad)('refuses %s, on a page that says why', async (_title, make, says) => {
    const shown = await make();
    const reader = new CardReader(
      ca,
      shown && {
        cert: certificatesPem([shown.certificate]),
        key: shown.key.export({ type: 'pkcs8', format: 'pem' }),
      },
    );
    const answer = await reader.get(door);
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining(says)]);
  });

  it('takes the card that these were made from', async () => {
    const card = await realCard();
    const cert = certificatesPem([card.certificate]);
    expect(new X509Certificate(cert).subject).toContain(idNat);
    const reader = new CardReader(ca, { cert, key: card.key.export({ type: 'pkcs8', format: 'pem' }) });
    expect((await reader.get(door)).status).toBe(200);
  });
});
