import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { contracts } from '../../src/modules/structures/index.js';
import { entity, habilitate } from '../access/team.js';
import { acting, registered, somebody } from './acting.js';
import { type PortalApp, startPortals } from './portal-app.js';

let app: PortalApp;
beforeAll(async () => {
  app = await startPortals(['/connexion', '/mes-habilitations']);
});
afterAll(() => app.stop());

const STRUCTURE = '/mes-habilitations/structure';

describe('MesHabilitations', () => {
  it('S3-95 lets the legal representative or a mandataire habilitate a technical administrator, and nobody else', async () => {
    const ours = await entity(app.ctx, '990600001');
    const granters = {
      'legal-representative': true,
      mandataire: true,
      'technical-admin': false,
      'rpps-manager': false,
      delegate: false,
    };
    for (const [kind, may] of Object.entries(granters) as [habilitations.HabilitationKind, boolean][]) {
      const cookie = await acting(app, kind, ours.id);
      const idNat = await registered(app, kind);
      const asked = {
        type: 'technical-admin',
        structure: ours.id,
        idNat,
        name: `Alix ${kind}`,
        to: '2099-12-31',
      };
      const answer = await app.post(`${STRUCTURE}/ajout`, asked, cookie);
      expect([kind, answer.status]).toEqual([kind, may ? 303 : 403]);
      const list = await app.get(STRUCTURE, cookie);
      if (!may) expect(await habilitations.habilitationsOf(app.ctx, idNat)).toEqual([]);
      else {
        expect(list.text).toContain(`Alix ${kind}`);
        expect(list.text).toContain('2099-12-31');
        expect(await habilitations.habilitationsOf(app.ctx, idNat)).toMatchObject([
          { kind: 'technical-admin', structureId: ours.id, to: '2099-12-31' },
        ]);
      }
    }
    const nobody = await app.post(`${STRUCTURE}/ajout`, { type: 'technical-admin' });
    expect([nobody.status, nobody.location]).toEqual([303, '/connexion']);
  });

  it('never shows nor touches what is of another structure', async () => {
    const [ours, other] = [await entity(app.ctx, '990600002'), await entity(app.ctx, '990600003')];
    const foreign = await habilitate(app.ctx, 'mandataire', somebody(), other.id);
    const cookie = await acting(app, 'legal-representative', ours.id);
    expect((await app.get(`${STRUCTURE}/retrait/${foreign.id}`, cookie)).status).toBe(404);
    expect((await app.post(`${STRUCTURE}/retrait/${foreign.id}`, {}, cookie)).status).toBe(404);
    const seen = await app.post(STRUCTURE, { q: 'personne', structure: other.id }, cookie);
    expect(seen.text).not.toContain(foreign.idNat);
    const elsewhere = {
      type: 'mandataire',
      structure: other.id,
      idNat: await registered(app, 'Alix'),
      name: 'Alix',
    };
    expect((await app.post(`${STRUCTURE}/ajout`, elsewhere, cookie)).status).toBe(403);
    expect((await habilitations.habilitationById(app.ctx, foreign.id))?.state).toBe('open');
  });

  it('gives nothing under a number that cannot be, that nobody has, or that is of another name', async () => {
    const ours = await entity(app.ctx, '990600018');
    const cookie = await acting(app, 'legal-representative', ours.id);
    const [victim, heir] = [await registered(app, 'Légitime'), await registered(app, 'Héritier')];
    const given = (idNat: string, name = 'Alix Légitime') =>
      app.post(`${STRUCTURE}/ajout`, { type: 'mandataire', structure: ours.id, idNat, name }, cookie);
    for (const idNat of ['899780000017', '9zzzzzzzz', 'abc', '', '3990600099/INCONNU'])
      expect([idNat, (await given(idNat)).text.includes('n’est pas un identifiant national')]).toEqual([
        idNat,
        true,
      ]);
    for (const [idNat, name] of [
      ['899780000016'],

      [heir],
      [victim, 'Alix'],
      [victim, ''],
    ])
      expect((await given(idNat ?? '', name)).text).toContain('personne de ce numéro et de ce nom');
    expect(
      await habilitations.findHabilitations(app.ctx, { structures: [ours.id], kind: 'mandataire' }),
    ).toEqual([]);
    expect((await given(victim, 'alix LEGITIME')).status).toBe(303);
  });

  it('filters, withdraws after asking, and keeps the history', async () => {
    const ours = await entity(app.ctx, '990600004');
    const cookie = await acting(app, 'legal-representative', ours.id);
    const given = await habilitate(app.ctx, 'mandataire', somebody(), ours.id);
    const asked = await app.get(`${STRUCTURE}/retrait/${given.id}`, cookie);
    expect([asked.status, asked.text.includes('Retirer l’habilitation')]).toEqual([200, true]);
    expect((await habilitations.habilitationById(app.ctx, given.id))?.state).toBe('open');
    const done = await app.post(`${STRUCTURE}/retrait/${given.id}`, { motif: 'Départ' }, cookie);
    expect(done.location).toBe(`${STRUCTURE}?fait=retiree`);
    expect((await app.post(STRUCTURE, { etat: 'closed' }, cookie)).text).toContain('Départ');
    const leaver = await acting(app, 'mandataire', ours.id);
    expect((await app.get(STRUCTURE, leaver)).status).toBe(200);
    const open = { structures: [ours.id], kind: 'mandataire', state: 'open' } as const;
    const [his] = await habilitations.findHabilitations(app.ctx, open);
    await app.post(`${STRUCTURE}/retrait/${his?.id}`, { motif: 'Départ' }, cookie);
    expect((await app.get(STRUCTURE, leaver)).location).toContain('/connexion');
    expect((await app.post(STRUCTURE, { etat: 'open' }, cookie)).text).not.toContain(given.idNat);
  });

  it('has the contract signed by the legal representative alone, once he agreed', async () => {
    const ours = await entity(app.ctx, '990600005', { contract: false });
    const cookie = await acting(app, 'legal-representative', ours.id);
    const refused = await app.post(`${STRUCTURE}/contrat`, {}, cookie);
    expect([refused.status, refused.text.includes('Cochez la case')]).toEqual([422, true]);
    expect(await contracts.activeContract(app.ctx, ours.id)).toBeUndefined();
    const first = {
      type: 'mandataire',
      structure: ours.id,
      idNat: await registered(app, 'Alix'),
      name: 'Alix',
    };
    expect((await app.post(`${STRUCTURE}/ajout`, first, cookie)).text).toContain(
      'Aucun contrat n’est en cours',
    );
    expect((await app.post(`${STRUCTURE}/contrat`, { accord: 'oui' }, cookie)).status).toBe(303);
    const contract = await contracts.activeContract(app.ctx, ours.id);
    expect(contract?.signatory).toBe('Camille Exemple');
    const mandataire = await acting(app, 'mandataire', ours.id);
    const end = { accord: 'oui', numero: contract?.number ?? '' };
    expect((await app.post(`${STRUCTURE}/contrat/fin`, end, mandataire)).status).toBe(403);
    expect((await app.post(`${STRUCTURE}/contrat/fin`, end, cookie)).status).toBe(303);
    expect(await contracts.activeContract(app.ctx, ours.id)).toBeUndefined();
  });

  it('lets a third structure be activated, chosen, served by its administrators, and left', async () => {
    const [vendor, client] = [await entity(app.ctx, '990600006'), await entity(app.ctx, '990600007')];
    const [ofVendor, ofClient] = [
      await acting(app, 'legal-representative', vendor.id),
      await acting(app, 'legal-representative', client.id),
    ];
    const chosen = { tierce: vendor.id };
    const early = await app.post(`${STRUCTURE}/tierces/choisir`, chosen, ofClient);
    expect([early.status, early.text.includes('n’est pas activée')]).toEqual([422, true]);
    expect((await app.post(`${STRUCTURE}/tierces/activer`, {}, ofVendor)).status).toBe(303);
    expect((await app.post(`${STRUCTURE}/tierces/choisir`, chosen, ofClient)).status).toBe(303);
    const idNat = await registered(app, 'Prestataire');
    const assigned = { structure: `via:${client.id}`, idNat, name: 'Prestataire' };
    expect(
      (await app.post(`${STRUCTURE}/ajout`, assigned, await acting(app, 'delegate', vendor.id))).status,
    ).toBe(303);
    const serves = () =>
      habilitations.mayActFor(app.ctx, { idNat, kind: 'technical-admin', structureId: client.id });
    expect(await serves()).toBe(true);
    expect((await app.get(STRUCTURE, ofClient)).text).toContain('servie par');
    const asked = await app.post(`${STRUCTURE}/tierces/quitter`, chosen, ofClient);
    expect([asked.text.includes('Quitter cette structure tierce'), await serves()]).toEqual([true, true]);
    await app.post(`${STRUCTURE}/tierces/quitter`, { ...chosen, confirme: 'oui' }, ofClient);
    expect(await serves()).toBe(false);
  });
});

describe('one account', () => {
  it('acts in each of its roles by one page, which names every structure and door', async () => {
    const ours = await entity(app.ctx, '990600008');
    const idNat = somebody();
    await habilitate(app.ctx, 'mandataire', idNat, ours.id);
    await habilitate(app.ctx, 'technical-admin', idNat, ours.id);
    const cookie = await app.cookieOf({ idNat, name: 'Camille Exemple', signedInBy: 'psc' });
    const page = await app.get('/connexion/role', cookie);
    for (const text of ['Mandataire d’une structure (Entité 990600008)', 'TOM', 'Plateforme IGC'])
      expect(page.text).toContain(text);
    expect(page.text).not.toContain('Représentant légal');
    const taken = await app.post('/connexion/role', { role: 'mandataire', scope: ours.id }, cookie);
    expect(taken.location).toBe('/tom');
    const foreign = { role: 'legal-representative', scope: ours.id };
    expect((await app.post('/connexion/role', foreign, taken.cookies)).status).toBe(403);
  });
});
