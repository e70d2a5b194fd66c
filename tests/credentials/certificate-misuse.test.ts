import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { representativeOf } from '../access/team.js';
import {
  type Administered,
  administered,
  habilitate,
  legalEntity,
  signContract,
  withCard,
} from './administered.js';
import { keyPair, pemRequest, signingRequest } from './signing-request.js';
import { refusalOf, type World, world } from './world.js';

const { errors } = certificates;
const DAY = 86_400_000;
const CODE = 'un code de révocation';
let w: World;
let clinic: Administered;
let serial: string;

beforeAll(async () => {
  w = await world();
  clinic = await administered(w.ctx, '990000311');
  serial = await issued('Dossier');
});
afterAll(() => w.close());

type Wanted = { readonly commonName?: string; readonly csr?: string; readonly usage?: certificates.Usage };
type Who = { readonly idNat: string; readonly finess: string };

const order = (
  { commonName = 'Dossier 2', csr, usage = 'AUTH_CLI' }: Wanted,
  who: Who = clinic,
  offer: certificates.Offer = 'ORG',
) =>
  certificates.orderAs(clinic.ctx, who, {
    purpose: { kit: false, wanted: { offer, usage, commonName, csr } },
    ...{ product: 'Ordo', contacts: ['si@clinique.example'] },
  });

const retrieval = (
  id: string,
  more: Partial<Parameters<typeof certificates.retrieveAs>[2]> = {},
  who: Who = clinic,
) =>
  certificates.retrieveAs(clinic.ctx, who, {
    ...{ id, revocationCode: CODE, revocationCodeAgain: CODE, terms: true },
    ...more,
  });

async function issued(commonName: string, csr = signingRequest(commonName)): Promise<string> {
  const [request] = await order({ commonName, csr });
  return (await retrieval(request?.id ?? '')).serial;
}

const revoke = (code: string, of = serial, who: Who = clinic) =>
  certificates.revokeAs(clinic.ctx, who, { serial: of, code, reason: 'superseded' });

const broken = (pem: string): string => {
  const der = Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');
  der[der.length - 8] = (der[der.length - 8] ?? 0) ^ 1;
  return pemRequest(der);
};

/** Every bad order, each with the code of its refusal. */
async function cases(): Promise<readonly (readonly [string, () => Promise<unknown>, string])[]> {
  const used = keyPair();
  await issued('Avec sa clé', signingRequest('Avec sa clé', { keys: used }));
  const [foreign, expired, idNat] = [
    await legalEntity(w.ctx, '990000321'),
    '990000331',
    await withCard(w.ctx),
  ];
  await signContract(w.ctx, foreign);
  const over = await legalEntity(w.ctx, expired);
  await signContract(w.ctx, over);
  const tomorrow = new Date(w.app.clock.now().getTime() + DAY).toISOString().slice(0, 10);
  await habilitate(w.ctx, idNat, over, { to: tomorrow });
  await w.app.clock.set(new Date(w.app.clock.now().getTime() + 3 * DAY));
  const stopped = await administered(w.ctx, '990000341');
  const by = representativeOf(stopped.structure.id);
  await habilitations.withdraw(w.ctx, { id: stopped.habilitation.id, reason: 'essai' }, by);
  const [waiting] = await order({ commonName: 'En attente' });
  const id = waiting?.id ?? '';
  const [raced] = await order({ commonName: 'course.example', usage: 'SSL' }, clinic, 'SERV');
  for (const host of ['dmp.ailleurs.example', 'course.example'])
    await certificates.issueCertificate(w.ctx, {
      ...{ offer: 'SERV', usage: 'SSL', commonName: host, csr: signingRequest(host), revocationCode: CODE },
      bearer: { name: 'Ailleurs', nationalId: '1990000999' },
    });
  const csr = (of: Parameters<typeof signingRequest>[1]) => signingRequest('Dossier 2', of);
  const fault = (code: Parameters<typeof errors.request>[0]) => errors.request(code).code;
  const missing = errors.missingStep('habilitation').code;
  return [
    ['a weak key', () => order({ csr: csr({ bits: 1024 }) }), fault('weak-key')],
    ['a weak signature', () => order({ csr: csr({ hash: 'sha1' }) }), fault('weak-signature')],
    ['a wrong signature', () => order({ csr: broken(csr({})) }), errors.wrongSignature().code],
    ['no request at all', () => order({ csr: 'pas une demande' }), errors.unreadableRequest().code],
    [
      'basic constraints',
      () => order({ csr: csr({ extensions: ['2.5.29.19'] }) }),
      fault('extra-extensions'),
    ],
    ['key usages', () => order({ csr: csr({ extensions: ['2.5.29.15'] }) }), fault('extra-extensions')],
    ['a reused key', () => order({ csr: csr({ keys: used }) }), errors.reusedKey().code],
    ['another name', () => order({ csr: signingRequest('Autre') }), fault('wrong-common-name')],
    ['a name that resembles INSi’s', () => order({ commonName: 'insi-auto' }), errors.commonName('').code],
    [
      'a host that is none',
      () => order({ commonName: 'a;b.example', usage: 'SSL' }, clinic, 'SERV'),
      errors.commonName('').code,
    ],
    [
      'a host of this program',
      () => order({ commonName: new URL(w.ctx.config.origin).hostname, usage: 'SSL' }, clinic, 'SERV'),
      errors.commonName('').code,
    ],
    [
      'a host that another organisation has a certificate for',
      () => order({ commonName: 'DMP.ailleurs.example', usage: 'SSL' }, clinic, 'SERV'),
      errors.hostOfOthers().code,
    ],
    [
      'a host that another one got meanwhile',
      () => retrieval(raced?.id ?? '', { password: 'un mot de passe long' }),
      errors.hostOfOthers().code,
    ],
    ['a usage of another offer', () => order({ usage: 'SSL' }), errors.unknownKind().code],
    ['a foreign FINESS', () => order({}, { ...clinic, finess: '990000321' }), missing],
    ['a FINESS that does not exist', () => order({}, { ...clinic, finess: '999999999' }), missing],
    ['an administrator of another structure', () => order({}, { ...clinic, idNat: stopped.idNat }), missing],
    ['an expired habilitation', () => order({}, { idNat, finess: expired }), missing],
    ['a habilitation taken back', () => order({}, stopped), missing],
    ['the same order again', () => order({ commonName: 'En attente' }), errors.alreadyRequested().code],
    [
      'two revocation codes',
      () => retrieval(id, { revocationCodeAgain: 'autre code' }),
      errors.differentCodes().code,
    ],
    [
      'a short code',
      () =>
        retrieval(id, {
          revocationCode: 'court',
          revocationCodeAgain: 'court',
          password: 'un mot de passe long',
        }),
      errors.shortRevocationCode().code,
    ],
    ['conditions refused', () => retrieval(id, { terms: false }), errors.termsRefused().code],
    ['no password for a key made here', () => retrieval(id), errors.weakPassword().code],
    ['an order of others', () => retrieval('inconnue'), errors.unknownRequest().code],
    ['a retrieval by others', () => retrieval(id, {}, stopped), missing],
    ['a wrong revocation code', () => revoke('au hasard'), errors.wrongRevocationCode().code],
    ['a revocation by others', () => revoke(CODE, serial, stopped), missing],
    ['a certificate of nobody', () => revoke(CODE, '0'.repeat(32)), errors.unknownCertificate().code],
    [
      'the next of a certificate of nobody',
      () => certificates.renewAs(clinic.ctx, clinic, { serial: '0'.repeat(32) }),
      errors.unknownCertificate().code,
    ],
  ];
}

it('gets nothing for a bad order: each is refused with its code, which the journal keeps, and nothing is issued', async () => {
  const bad = await cases();
  const before = await certificates.certificatesOf(w.ctx, `1${clinic.finess}`);
  for (const [what, attempt, code] of bad) {
    const refused = await refusalOf(attempt());
    expect([what, refused]).toEqual([what, code]);
  }
  expect(await certificates.certificatesOf(w.ctx, `1${clinic.finess}`)).toEqual(before);
  const subjects = [clinic.finess, '990000321', '999999999', '990000331', '990000341'];
  const lines = (await Promise.all(subjects.map((finess) => journalOf(w.ctx, `1${finess}`, 200)))).flat();
  const kept = lines
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ reason }) => reason?.replace('credentials.', ''));
  const wanted = bad.map(([, , code]) => code.replace('credentials.', ''));
  expect(kept.sort()).toEqual(wanted.sort());
});

it('gets one certificate for an order that is retrieved by several at once, and none later', async () => {
  const [request] = await order({ commonName: 'Une fois' });
  const password = 'un mot de passe long';
  const all = await Promise.allSettled(
    Array.from({ length: 5 }, () => retrieval(request?.id ?? '', { password })),
  );
  const made = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(made).toHaveLength(1);
  expect(await refusalOf(retrieval(request?.id ?? '', { password }))).toBe(errors.requestTaken().code);
  // A key file that was touched opens with no password.
  const file = Buffer.from(made[0]?.pkcs12?.file ?? '');
  expect(() => createSecureContext({ pfx: file, passphrase: password })).not.toThrow();
  file[file.length - 40] = (file[file.length - 40] ?? 0) ^ 1;
  expect(() => createSecureContext({ pfx: file, passphrase: password })).toThrow();
});
