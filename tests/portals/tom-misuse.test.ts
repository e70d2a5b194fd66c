import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, switchRole } from '../../src/modules/access/index.js';
import { cards, park } from '../../src/modules/credentials/index.js';
import { contracts, type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { habilitate } from '../access/team.js';
import { ADDRESS, type CardsWorld, cardsWorld, somebody } from '../credentials/cards-world.js';

let w: CardsWorld;
beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const HEADER = 'action;structure;prenom;nom;identifiant;carte;motif;homonyme';
const ctx = () => w.app.ctx;

/** A hospital under contract, and the cookie of its mandataire. */
async function hospital(finess: string, rank: number): Promise<{ structure: Structure; cookie: string }> {
  const structure: Structure = {
    ...{ id: `F${finess}`, nationalId: `1${finess}`, finess, kind: 'EJ', name: `Hôpital ${finess}` },
    address: ADDRESS,
  };
  await upsertStructures(ctx(), [structure]);
  await contracts.signContract(ctx(), { structureId: structure.id, signatory: { name: 'Direction' } });
  const idNat = `8997802${90000 + rank}`;
  await habilitate(ctx(), 'mandataire', idNat, structure.id);
  const { token } = await openSession(ctx(), { idNat, name: 'Camille Mandataire' });
  const acting = await switchRole(ctx(), token, 'mandataire', structure.id);
  return { structure, cookie: `esculape_session=${acting.token}` };
}

async function send(path: string, cookie: string, body: BodyInit): Promise<{ status: number; text: string }> {
  const headers = { accept: 'text/html', origin: w.origin, cookie };
  const answer = await fetch(`${w.origin}/tom${path}`, { redirect: 'manual', method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

const order = (cookie: string, fields: Record<string, string>) =>
  send('/commande', cookie, new URLSearchParams({ prenom: 'Alix', ...fields }));
/** Somebody called Alix Posté, who works in a structure. */
function placed({ id }: Structure, { profession = '10', role }: { profession?: string; role?: string } = {}) {
  const record = somebody({ profession, mode: 'S' });
  const [exercise] = record.exercises as [{ activities: [Record<string, unknown>] }];
  const activities = [{ ...exercise.activities[0], structure: { id }, ...(role && { role }) }];
  const names = { name: 'POSTÉ', givenName: 'ALIX' };
  return { ...record, exercises: [{ ...exercise, ...names, activities }] };
}
const ordersOf = ({ id }: Structure) => cards.ordersOf(ctx(), { structures: [id] });

describe('a card of staff', () => {
  it('under the number of the staff of another structure, or of nobody, is ordered by no one', async () => {
    const [ours, theirs] = [await hospital('990800101', 1), await hospital('990800102', 2)];
    expect((await order(theirs.cookie, { nom: 'Victime' })).status).toBe(303);
    const [victim] = await ordersOf(theirs.structure);
    for (const idNat of [
      victim?.idNat ?? '',
      '3990800102/CPET99999',
      '3990800101/CPET00001',
      'abc',
      '2123/A',
    ]) {
      const refused = await order(ours.cookie, { nom: 'Usurpateur', idNat });
      expect([refused.status, refused.text.includes('celui de personne dans cette structure')]).toEqual([
        422,
        true,
      ]);
      const line = [HEADER, `commander;;Alix;Usurpateur;${idNat};;;`].join('\n');
      const judged = await send('/envoi', ours.cookie, new URLSearchParams({ lignes: line }));
      expect(judged.text).toContain('0 ligne passerait, 1 refusée');
    }
    expect(await ordersOf(ours.structure)).toEqual([]);
    expect(await journalOf(ctx(), victim?.idNat ?? '')).toContainEqual(
      expect.objectContaining({ outcome: 'refused', reason: 'credentials.card-not-of-staff' }),
    );
  });

  it('is for nobody but the person of the number and the name that were typed, by hand or by a file', async () => {
    const ours = await hospital('990800106', 6);
    const assistant = await w.register('ENREG', placed(ours.structure, { profession: '99', role: '331' }));
    await order(ours.cookie, { nom: 'Fidèle' });
    const [held] = await ordersOf(ours.structure);
    await cards.cancelOrder(ctx(), { orderId: held?.orderId ?? '', reason: 'holder' });
    await w.settle();
    for (const idNat of [assistant.idNat, held?.idNat ?? '']) {
      const refused = await order(ours.cookie, { nom: 'Dupontel', idNat });
      expect([refused.status, refused.text.includes('celui d’une personne de ce nom')]).toEqual([422, true]);
      const line = [HEADER, `commander;;Alix;Dupontel;${idNat};;;`].join('\n');
      const judged = await send('/envoi', ours.cookie, new URLSearchParams({ lignes: line }));
      expect(judged.text).toContain('0 ligne passerait, 1 refusée');
    }
    expect(await ordersOf(ours.structure)).toMatchObject([{ state: 'cancelled' }]);
    // The RPPS number alone, as people know it.
    expect((await order(ours.cookie, { nom: 'posté', idNat: assistant.rpps })).status).toBe(303);
  });

  it('is not made by mistake for a professional who practises there, whose number was left out', async () => {
    const ours = await hospital('990800107', 7);
    const [finess, kind] = ['990800108', 'EG'] as const;
    const site = { ...ours.structure, id: `F${finess}`, nationalId: `1${finess}`, finess, kind };
    await upsertStructures(ctx(), [{ ...site, finessLegalEntity: '990800107' }]);
    await w.register('CNOM', placed(site));
    const named = { prenom: 'Alix', nom: 'Poste' };
    const asked = await order(ours.cookie, named);
    expect([asked.status, asked.text.includes('il a sa propre carte')]).toEqual([422, true]);
    expect(await ordersOf(ours.structure)).toEqual([]);
    expect((await order(ours.cookie, { ...named, prenom: 'Autre' })).status).toBe(303);
    expect((await order(ours.cookie, { ...named, homonyme: 'oui' })).status).toBe(303);
  });

  it('is given again under its own number to who works there', async () => {
    const ours = await hospital('990800103', 3);
    expect((await order(ours.cookie, { nom: 'Fidèle' })).status).toBe(303);
    const [first] = await ordersOf(ours.structure);
    await cards.cancelOrder(ctx(), { orderId: first?.orderId ?? '', reason: 'holder' });
    expect((await order(ours.cookie, { nom: 'Fidèle', idNat: first?.idNat ?? '' })).status).toBe(303);
    const numbers = (await ordersOf(ours.structure)).map(({ idNat }) => idNat);
    expect(numbers).toEqual([first?.idNat, first?.idNat]);
  });

  it('bears a name of letters, and no other text', async () => {
    const ours = await hospital('990800104', 4);
    for (const nom of ['A'.repeat(65), '123', '=cmd', '"Jean', '\uFFFDlodie', '<b>x</b>'])
      expect((await order(ours.cookie, { nom })).text, nom).toContain('64 signes au plus');
    expect(await ordersOf(ours.structure)).toEqual([]);
    const service = { nom: 'Étage n° 3', pour: 'service', idNat: '899780000016' };
    expect((await order(ours.cookie, service)).status).toBe(303);
    expect(await ordersOf(ours.structure)).toMatchObject([{ familyName: 'Étage n° 3', nominative: false }]);
  });
});

describe('a file of cards', () => {
  it('saved by a spreadsheet of Windows keeps its accents, and a reason by the name of what objects inherit is a fault', async () => {
    const ours = await hospital('990800105', 5);
    const lines = [
      HEADER,
      'commander;;Élodie;ÉRÉVÈS;;;;',
      'opposer;;;;;9900000012;constructor;',
      'constructor;;;;;;;',
    ];
    const form = new FormData();
    form.set('fichier', new File([Buffer.from(lines.join('\r\n'), 'latin1')], 'cartes.csv'));
    const judged = await send('/envoi', ours.cookie, form);
    expect(judged.status).toBe(200);
    for (const told of ['Élodie ÉRÉVÈS', '1 ligne passerait, 2 refusées', 'Motif inconnu', 'Action inconnue'])
      expect(judged.text).toContain(told);
    expect(park.readBulk(lines.join('\r\n')).faults).toHaveLength(2);
  });
});
