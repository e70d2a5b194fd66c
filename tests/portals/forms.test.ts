import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { entity, habilitate } from '../access/team.js';
import { acting, registered, somebody } from './acting.js';
import { type PortalApp, startPortals } from './portal-app.js';

let app: PortalApp;
beforeAll(async () => {
  app = await startPortals(['/connexion', '/formulaires', '/exploitation']);
});
afterAll(() => app.stop());

describe('forms', () => {
  const PDF = new File(['%PDF-1.4 essai'], 'acte.pdf', { type: 'application/pdf' });
  const operator = () => app.cookieOf({ role: 'operator' });

  async function file(
    form: string,
    fields: Record<string, string>,
    options: { file?: File; cookie?: string } = {},
  ) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (options.file) body.set('evidence', options.file);
    const answer = await fetch(`${app.origin}/formulaires/${form}`, {
      ...{ method: 'POST', redirect: 'manual', body },
      headers: { accept: 'text/html', origin: app.origin, cookie: options.cookie ?? '' },
    });
    const [cookie = ''] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const location = answer.headers.get('location') ?? '';
    return {
      status: answer.status,
      text: await answer.text(),
      cookie,
      location,
      number: location.split('/').at(-1) ?? '',
    };
  }
  const person = { givenName: 'Camille', familyName: 'Exemple' };
  const f101 = {
    ...{ ...person, quality: 'Directrice', mail: 'camille@direction.example', act: 'nomination' },
  };

  it('F101 makes the first legal representative, once an operator has seen the evidence', async () => {
    const ours = await entity(app.ctx, '990700001', { contract: false });
    const idNat = await registered(app, 'Exemple');
    const fields = { ...f101, idNat, structure: '990700001', submission: crypto.randomUUID() };
    const bare = await file('f101', fields);
    expect([bare.status, bare.text.includes('Joignez l’acte')]).toEqual([422, true]);
    const text = new File(['bonjour'], 'acte.pdf', { type: 'application/pdf' });
    expect((await file('f101', fields, { file: text })).text).toContain('PDF, JPEG ou PNG attendu');
    const filed = await file('f101', fields, { file: PDF });
    expect(filed.number).toMatch(/^F101-\d{8}$/);
    expect((await file('f101', fields, { file: PDF })).number).toBe(filed.number);
    expect((await app.get(filed.location, filed.cookie)).text).toContain('En attente de décision');
    expect((await app.get(filed.location)).status).toBe(303);
    const stranger = await app.cookieOf({ idNat: somebody(), signedInBy: 'psc' });
    expect((await app.get(filed.location, stranger)).status).toBe(404);
    const decision = `/exploitation/contrats/${filed.number}`;
    expect((await app.get(`${decision}/piece`, await operator())).text).toBe('%PDF-1.4 essai');
    expect((await app.post(`${decision}/accepter`, {}, stranger)).status).toBe(403);
    expect(await habilitations.habilitationsOf(app.ctx, idNat)).toEqual([]);
    expect((await app.post(`${decision}/accepter`, {}, await operator())).status).toBe(303);
    expect(await habilitations.habilitationsOf(app.ctx, idNat)).toMatchObject([
      { kind: 'legal-representative', structureId: ours.id, filing: filed.number },
    ]);
    expect((await app.get(`${decision}/piece`, await operator())).status).toBe(404);
  });

  it('F101 of somebody without a card wants the contract on paper, then orders a director’s card', async () => {
    await entity(app.ctx, '990700002', { contract: false });
    const fields = { ...f101, structure: '990700002' };
    const unsigned = await file('f101', fields, { file: PDF });
    const refused = await app.post(
      `/exploitation/contrats/${unsigned.number}/accepter`,
      {},
      await operator(),
    );
    expect([refused.status, refused.text.includes('Aucun contrat')]).toEqual([422, true]);
    const signed = await file('f101', { ...fields, signed: 'oui' }, { file: PDF });
    await app.post(`/exploitation/contrats/${signed.number}/accepter`, {}, await operator());
    const copy = await app.get(signed.location, signed.cookie);
    expect(copy.text).toContain('CA-');
    expect(copy.text).toContain('3990700002/CPE');
    expect(await contracts.activeContract(app.ctx, 'F990700002')).toMatchObject({
      signatory: 'Camille Exemple',
    });
  });

  it('F101 asks the operator before a second card for a director of that name', async () => {
    const { id } = await entity(app.ctx, '990700009');
    const filed = () => file('f101', { ...f101, structure: '990700009' }, { file: PDF });
    const accept = async (number: string, fields = {}) =>
      app.post(`/exploitation/contrats/${number}/accepter`, fields, await operator());
    expect((await accept((await filed()).number)).status).toBe(303);
    const second = (await filed()).number;
    const asked = await accept(second);
    expect([asked.status, asked.text.includes('name="homonyme"')]).toEqual([422, true]);
    expect(await cards.ordersOf(app.ctx, { structures: [id] })).toMatchObject([{ type: 'CDE', via: 'f101' }]);
    expect((await accept(second, { homonyme: 'oui' })).status).toBe(303);
    expect(await cards.ordersOf(app.ctx, { structures: [id] })).toHaveLength(2);
  });

  it('F101 of an interim comes beside the legal representative, until the day that it says', async () => {
    const ours = await entity(app.ctx, '990700008');
    const [director, interim] = [somebody(), await registered(app, 'Exemple')];
    await habilitate(app.ctx, 'legal-representative', director, ours.id);
    const fields = { ...f101, idNat: interim, act: 'interim', structure: '990700008' };
    expect((await file('f101', fields, { file: PDF })).text).toContain('Un intérim a une fin');
    const filed = await file('f101', { ...fields, to: '2099-12-31' }, { file: PDF });
    await app.post(`/exploitation/contrats/${filed.number}/accepter`, {}, await operator());
    const held = await habilitations.habilitationsOf(app.ctx, interim);
    expect(held).toMatchObject([{ kind: 'legal-representative', interim: true, to: '2099-12-31' }]);
    expect(await habilitations.habilitationsOf(app.ctx, director)).toHaveLength(1);
  });

  it('F101 that is refused tells why, and gives nothing', async () => {
    await entity(app.ctx, '990700003', { contract: false });
    const idNat = await registered(app, 'Exemple');
    const wrong = { ...f101, structure: '990700003' };
    for (const other of ['899780000017', await registered(app, 'Autre')])
      expect((await file('f101', { ...wrong, idNat: other }, { file: PDF })).status).toBe(422);
    const filed = await file('f101', { ...wrong, idNat }, { file: PDF });
    const decision = `/exploitation/contrats/${filed.number}/refuser`;
    expect((await app.post(decision, { motif: ' ' }, await operator())).status).toBe(422);
    expect((await app.post(decision, { motif: 'Acte périmé' }, await operator())).status).toBe(303);
    expect((await app.get(filed.location, filed.cookie)).text).toContain('Acte périmé');
    expect(await habilitations.habilitationsOf(app.ctx, idNat)).toEqual([]);
  });

  it('S3-94 F301 declares a technical administrator and orders his card under a number that is kept', async () => {
    const ours = await entity(app.ctx, '990700004', { contract: false });
    const fields = { ...person, familyName: 'Technique', structure: ours.id };
    const early = await file('f301', fields, { cookie: await acting(app, 'legal-representative', ours.id) });
    expect([early.status, early.text.includes('Aucun contrat')]).toEqual([422, true]);
    await contracts.signContract(app.ctx, { structureId: ours.id, signatory: { name: 'Direction' } });
    const cookie = await acting(app, 'mandataire', ours.id);
    expect((await file('f301', fields)).location).toBe('/connexion');
    const filed = await file('f301', { ...fields, submission: 'une-fois' }, { cookie });
    expect((await file('f301', { ...fields, submission: 'une-fois' }, { cookie })).number).toBe(filed.number);
    const copy = await app.get(filed.location, cookie);
    for (const text of [filed.number, 'Technique', 'Commande de carte', '3990700004/CPE'])
      expect(copy.text).toContain(text);
    expect((await app.get('/formulaires', cookie)).text).toContain(filed.number);
    const again = await file('f301', fields, { cookie });
    expect([again.status, again.text.includes('C’est une autre personne du même nom')]).toEqual([422, true]);
    expect(await cards.ordersOf(app.ctx, { structures: [ours.id] })).toHaveLength(1);
    expect((await file('f301', { ...fields, homonyme: 'oui' }, { cookie })).status).toBe(303);
    expect(await cards.ordersOf(app.ctx, { structures: [ours.id] })).toHaveLength(2);
    // The habilitation is another step.
    const declared = await habilitations.findHabilitations(app.ctx, {
      structures: [ours.id],
      text: 'Technique',
    });
    expect(declared).toEqual([]);
  });

  it('F502 designates a mandataire with a card of his own, by the legal representative alone', async () => {
    const ours = await entity(app.ctx, '990700005');
    const fields = { ...person, structure: ours.id };
    expect((await file('f502', fields, { cookie: await acting(app, 'mandataire', ours.id) })).status).toBe(
      403,
    );
    const cookie = await acting(app, 'legal-representative', ours.id);
    const filed = await file('f502', fields, { cookie });
    const [given] = await habilitations.findHabilitations(app.ctx, {
      structures: [ours.id],
      text: 'camille exemple',
    });
    expect(given).toMatchObject({ kind: 'mandataire', filing: filed.number, state: 'open' });
    expect(given?.idNat).toMatch(/^3990700005\/CPE/);
  });

  it('F420 waits for an operator, takes public keys only, and names the program under its structure', async () => {
    const ours = await entity(app.ctx, '990700006');
    const cookie = await acting(app, 'legal-representative', ours.id);
    const { publicKey, privateKey } = await crypto.subtle.generateKey(
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign'],
    );
    const keys = async (key: CryptoKey) =>
      JSON.stringify({ keys: [{ ...(await crypto.subtle.exportKey('jwk', key)), alg: 'ES256' }] });
    const fields = {
      ...{ purpose: 'Rapprocher nos comptes', basis: 'CSP', contact: 'si@hopital.example' },
      ...{ code: 'sirh', structure: ours.id },
    };
    const secret = await file('f420', { ...fields, jwks: await keys(privateKey) }, { cookie });
    expect([secret.status, secret.text.includes('clé publique est attendue')]).toEqual([422, true]);
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    const refused = await file('f420', { ...fields, jwks: JSON.stringify({ keys: [weak] }) }, { cookie });
    expect([refused.status, refused.text.includes('trop faible')]).toEqual([422, true]);
    const good = await keys(publicKey);
    for (const jwks of [
      '',
      '{}',
      '{"keys":[]}',
      '{"keys":[null]}',
      '{"keys":[{}]}',
      '{"keys":[{"kty":"EC"}]}',
    ])
      expect([jwks, (await file('f420', { ...fields, jwks }, { cookie })).status]).toEqual([jwks, 422]);
    for (const code of ['../x', 'É', '', 'x'.repeat(41)])
      expect([code, (await file('f420', { ...fields, code, jwks: good }, { cookie })).status]).toEqual([
        code,
        422,
      ]);
    const filed = await file('f420', { ...fields, jwks: await keys(publicKey) }, { cookie });
    await app.post(`/exploitation/contrats/${filed.number}/accepter`, {}, await operator());
    expect((await app.get(filed.location, cookie)).text).toContain('acces-restreint-f990700006-sirh');
  });

  it('S2-12 are listed by whom they are for, and each is filled in on line', async () => {
    const all = (await app.get('/formulaires')).text;
    for (const code of ['F101', 'F301', 'F420', 'F502', 'F414', 'F501'])
      expect(all).toContain(`${code}\u00a0: `);
    const some = (await app.get('/formulaires?profil=Porteurs+de+carte')).text;
    expect((await app.get('/formulaires/f501')).status).toBe(301);
    expect([some.includes('F501\u00a0: '), some.includes('F101\u00a0: ')]).toEqual([true, false]);
    const ours = await entity(app.ctx, '990700007');
    const cookie = await acting(app, 'legal-representative', ours.id);
    for (const form of ['f101', 'f301', 'f420', 'f502']) {
      const page = await app.get(`/formulaires/${form}`, cookie);
      expect([form, page.status, page.text.includes('Envoyer le formulaire')]).toEqual([form, 200, true]);
    }
    expect((await app.get('/formulaires/f999', cookie)).status).toBe(404);
  });

  it('name a structure that nobody knows', async () => {
    const unknown = await file('f101', { ...f101, structure: '000000000' }, { file: PDF });
    expect([unknown.status, unknown.text.includes('Aucune structure ne porte')]).toEqual([422, true]);
    await upsertStructures(app.ctx, [
      { id: 'C99700000000041', siret: '99700000000041', name: 'Éditeur d’essai' },
    ]);
    expect((await file('f101', { ...f101, structure: '997 000 000 00041' }, { file: PDF })).status).toBe(303);
  });
});
