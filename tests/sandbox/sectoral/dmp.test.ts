import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '../../../src/modules/credentials/index.js';
import {
  dmpAccess,
  dmpMatrix,
  dmpMatrixFile,
  documentTypes,
  loadDmpMatrix,
  loadedDmpMatrices,
  undoDmpMatrix,
} from '../../../src/modules/guidance/index.js';
import { doctor } from '../../../src/sandbox/kit/story.js';
import { signedDeposit } from './signed-deposit.js';
import { ENTITY, PATIENT, SectoralWorld, type Sending, type Shown, type Software } from './world.js';

let w: SectoralWorld;
let physician: string;
let employee: string;
let cps: Shown;
let cpe: Shown;
let client: Software;
let seal: Software;

beforeAll(async () => {
  w = await SectoralWorld.open();
  physician = await w.doctor();
  employee = await w.employee();
  cps = await w.card(physician);
  cpe = await w.card(employee);
  client = await w.certificate('AUTH_CLI', 'DMP-ORDO');
  seal = await w.certificate('SIGN', 'DMP-ORDO');
});
afterAll(() => w.t.stop());

const RECORD = `/dmp/${PATIENT}/documents`;
const DOCUMENT = { type: '11488-4', title: 'Consultation', body: 'Inventé, pour l’essai.' };
const consult = (shown?: Shown, sending: Sending = {}, query = '') =>
  w.call(`${RECORD}${query}`, sending, shown);
const administrative = (shown?: Shown, sending: Sending = {}) =>
  w.call(`/dmp/${PATIENT}/administratif`, sending, shown);
const feed = (shown: Shown | undefined, sending: Sending) => w.call(RECORD, sending, shown);
const types = (body: { documents: { id: string; type: string }[] }) =>
  body.documents.filter(({ id }) => id.startsWith('essai-')).map(({ type }) => type);

describe('a document put into the DMP', () => {
  it('S3-47 by a CPS or a CPE is deposited, and the trace names the holder; by an e-CPS it is refused', async () => {
    for (const [card, idNat, means] of [
      [cps, physician, 'cps'],
      [cpe, employee, 'cpe'],
    ] as const) {
      const made = await feed(card, { json: DOCUMENT });
      expect([means, made.status]).toEqual([means, 201]);
      expect(await w.lastCall()).toMatchObject({
        act: 'dmp-feed',
        mode: 'direct',
        means,
        idNat,
        about: PATIENT,
      });
      const read = await w.call(`${RECORD}/${made.body.id}`, {}, cps);
      expect(read.body).toMatchObject({ ...DOCUMENT, author: idNat });
    }
    const refused = await feed(undefined, { json: DOCUMENT, token: await w.token(physician) });
    expect([refused.status, refused.body.row]).toEqual([403, 'dmp-feed.psc.1']);
    expect((await feed(cps, { json: { ...DOCUMENT, type: 'inconnu' } })).status).toBe(422);
  });

  it('S3-48 by two certificates of a structure is deposited; with one alone the missing one is named', async () => {
    const jws = await signedDeposit(seal, { patient: PATIENT });
    const [withoutSeal, withoutClient] = [
      await feed(client, { json: DOCUMENT }),
      await w.call(RECORD, { jws }, undefined, 'mtls'),
    ];
    expect([withoutSeal.status, withoutSeal.body.missing]).toEqual([403, 'SIGN']);
    expect([withoutClient.status, withoutClient.body.missing]).toEqual([403, 'AUTH_CLI']);
    for (const { body } of [withoutSeal, withoutClient]) {
      expect(body).toMatchObject({ code: 'sandbox.dmp-missing-certificate', row: 'dmp-feed.org.1' });
      expect(body.title).toContain(`Il manque le certificat ${body.missing}`);
    }
    expect((await feed(client, { jws })).status).toBe(201);
    expect(await w.lastCall()).toMatchObject({
      mode: 'indirect',
      structure: ENTITY,
      account: 'secretaire',
      idNat: null,
    });
    const again = await feed(client, { jws });
    expect([again.status, again.body.code]).toEqual([409, 'sandbox.dmp-already-deposited']);
  });

  it('S3-44 and an identity to qualify ask the certificates of the structure and no card of a person', async () => {
    const insi = await w.certificate('AUTH_CLI', 'INSI-AUTO');
    expect((await w.call('/insi/verification', { json: { number: PATIENT } }, insi)).body.status).toBe(
      'qualified',
    );
    const jws = await signedDeposit(seal, { patient: PATIENT, account: 'infirmerie' });
    const made = await feed(client, { jws });
    const { body } = await w.call(`${RECORD}/${made.body.id}`, {}, cps);
    expect(body.author).toBe('ENTITE DE LA FICTION (infirmerie)');
    expect((await w.call(RECORD, { json: DOCUMENT })).status).toBe(401);
  });

  it('is refused when its signature, its patient or its signer is not the right one', async () => {
    const jws = await signedDeposit(seal, { patient: PATIENT });
    const other = await w.certificate('SIGN', 'DMP-ORDO', '1990000028');
    const revoked = await w.certificate('SIGN', 'DMP-LABO');
    const late = await signedDeposit(revoked, { patient: PATIENT });
    await certificates.revokeCertificate(w.t.app.ctx, { serial: revoked.serial, reason: 'key-compromise' });
    const [head, body, signature = ''] = jws.split('.');
    const wrong = {
      'changed content': [
        head,
        Buffer.from(`{"patient":"${PATIENT}"}`).toString('base64url'),
        signature,
      ].join('.'),
      'changed signature': [
        head,
        body,
        signature.replaceAll(/^./g, (sign) => (sign === 'A' ? 'B' : 'A')),
      ].join('.'),
      'another certificate': await signedDeposit(seal, { patient: PATIENT }, client.certificate),
      'another key': await signedDeposit(other, { patient: PATIENT }, seal.certificate),
      'another structure': await signedDeposit(other, { patient: PATIENT }),
      'another patient': await signedDeposit(seal, { patient: '199990000000102' }),
      'no signature': 'a.b.c',
    };
    for (const [name, sent] of Object.entries(wrong)) {
      const refused = await feed(client, { jws: sent });
      expect([name, refused.status, refused.body.code]).toEqual([name, 403, 'sandbox.dmp-bad-deposit']);
    }
    expect((await feed(client, { jws: late })).body).toMatchObject({
      code: 'sandbox.unusable-certificate',
      state: 'revoked',
    });
    expect((await feed(cps, { jws })).status).toBe(403);
    expect((await feed(client, { jws })).status).toBe(201);
  });
});

describe('the documents of the DMP', () => {
  it('S3-49 are read by CPS and by e-CPS, never by a certificate alone nor without a number of the RPPS', async () => {
    const token = await w.token(physician);
    for (const read of [
      await consult(cps),
      await consult(undefined, { token }),
      await consult(client, { token }),
    ])
      expect([read.status, read.body.documents.length > 100]).toEqual([200, true]);
    expect(await w.lastCall()).toMatchObject({ mode: 'air', idNat: physician, structure: ENTITY });
    const alone = await consult(client);
    expect([alone.status, alone.body.row]).toEqual([403, 'dmp-consult.org.1']);
    for (const [shown, sending] of [
      [cpe, {}],
      [undefined, { token: await w.token(employee) }],
    ] as const)
      expect((await consult(shown, sending)).status).toBe(403);
    const adeli = await w.card(await w.adeli());
    expect((await consult(adeli)).body.code).toBe('sandbox.no-rpps-number');
    expect((await consult(undefined, {})).status).toBe(401);
  });

  it('S3-70 are read and fed by a CPS; one that the matrix does not open is refused with the line that says so', async () => {
    expect((await consult(cps)).status).toBe(200);
    expect((await feed(cps, { json: DOCUMENT })).status).toBe(201);
    const refused = await w.call(`${RECORD}/essai-ATTEST-RESID`, {}, cps);
    expect([refused.status, refused.body.code]).toEqual([403, 'sandbox.document-not-readable']);
    expect(refused.body).toMatchObject({ line: 'Attestation de résidence', matrix: '2023-10 partielle' });
    expect((await w.call(`${RECORD}/essai-inconnu`, {}, cps)).status).toBe(404);
  });

  it('S3-50 are those of the lines of each profession, and those of a new version once it is loaded', async () => {
    const matrix = await dmpMatrix(w.t.app.ctx);
    const profiles = {
      'TRE_G15#10': ['CNOM', '10'],
      'TRE_G15#60': ['ONI', '60'],
      'TRE_G15#40': ['ONCD', '40'],
    } as const;
    const readable = (code: string, held = matrix) =>
      documentTypes()
        .filter((type) => dmpAccess(held, code, type).access === 'read')
        .map((type) => type.code);
    const seen = new Map<string, Shown>();
    for (const [code, [authority, profession]] of Object.entries(profiles)) {
      const card = await w.card(await w.doctor(authority, withProfession(profession)));
      seen.set(code, card);
      const { body } = await consult(card);
      expect([code, body.reader.code, types(body).sort()]).toEqual([code, code, readable(code).sort()]);
      expect(body.matrix).toEqual({ version: '2023-10 partielle', date: '2023-10-29' });
    }
    const text = (await dmpMatrixFile(w.t.app.ctx))
      .replace('2023-10 partielle', 'essai 2')
      .replace('Certificat médical;aucun', 'Certificat médical;lecture');
    await loadDmpMatrix(w.t.app.ctx, { text, reason: 'essai' });
    const next = (await consult(seen.get('TRE_G15#60'))).body;
    expect([next.matrix.version, types(next).includes('89601-9')]).toEqual(['essai 2', true]);
    const [loaded] = await loadedDmpMatrices(w.t.app.ctx);
    await undoDmpMatrix(w.t.app.ctx, loaded?.id ?? 0);
    expect(types((await consult(seen.get('TRE_G15#60'))).body)).not.toContain('89601-9');
  });

  it('S3-24 are those of the function that somebody has: another function shows others', async () => {
    const coordinator = await w.role('331', 'GENR08');
    const token = await w.token(coordinator);
    const seen = types((await consult(undefined, { token })).body);
    expect(seen.sort()).toEqual(['11488-4', '11490-0', '18761-7', '34842-5', '74207-2', '83981-1']);
    const educator = await w.token(await w.role('331', 'GENR10'));
    const other = await consult(undefined, { token: educator });
    expect([other.status, types(other.body)]).toEqual([200, []]);
    const none = await consult(undefined, { token: await w.token(await w.role('331', 'GENR01')) });
    expect([none.status, none.body.code]).toEqual([403, 'sandbox.no-reader']);
  });
});

describe('the administrative information of the DMP', () => {
  it('S3-76 is all that a CPE opens: no document, neither the list nor one of them, by the API either', async () => {
    const { status, body } = await administrative(cpe);
    expect([status, body.number]).toEqual([200, PATIENT]);
    expect(JSON.stringify(body)).not.toContain('essai-');
    for (const path of [RECORD, `${RECORD}/essai-11488-4`]) {
      const refused = await w.call(path, {}, cpe);
      expect([path, refused.status, refused.body.row]).toEqual([path, 403, 'dmp-consult.cpe.1']);
      expect(refused.body.documents).toBeUndefined();
    }
    expect((await administrative(client)).status).toBe(403);
  });

  it('S3-82 is all that an e-CPE opens as well, while the e-CPS of the holder of a CPS opens the documents', async () => {
    const [own, staff] = [await w.token(physician), await w.token(employee)];
    expect(types((await consult(undefined, { token: own })).body).length).toBeGreaterThan(100);
    expect((await administrative(undefined, { token: staff })).body.rights).toContain('ouverts');
    const refused = await consult(undefined, { token: staff });
    expect([refused.status, refused.body.row]).toEqual([403, 'dmp-consult.psc-staff.1']);
  });
});

function withProfession(profession: string): Record<string, unknown> {
  const record = doctor() as { exercises: Record<string, unknown>[] };
  const [exercise] = record.exercises;
  return { ...record, exercises: [{ ...exercise, profession, skills: [] }] };
}
