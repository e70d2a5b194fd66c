import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openSession, switchRole } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { pscRecord } from '../../src/modules/identity-provider/index.js';
import { persons } from '../../src/modules/registry/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { habilitate } from '../access/team.js';
import type { CardsWorld } from '../credentials/cards-world.js';
import { useTom } from './tom-world.js';

let w: CardsWorld;
const { ctx, somebody, cookieOf, hospital, acting, ask, parkOf, ordersOf, delivered } = useTom((made) => {
  w = made;
});

describe('TOM', () => {
  it('S1-27 has the cards of role professionals ordered by the designated person, not by another employee', async () => {
    const ours = await hospital('990800001');
    const secretary = { prenom: 'Alix', nom: 'Secrétaire' };
    const employee = await cookieOf(openSession(ctx(), { idNat: '3990800001/CPET00099' }));
    expect((await ask('/commande', employee, secretary)).status).toBe(403);
    for (const kind of ['technical-admin', 'rpps-manager', 'delegate'] as const)
      expect((await ask('/commande', await acting(kind, ours.id), secretary)).status).toBe(403);
    expect(await ordersOf(ours.id)).toEqual([]);
    const mandataire = await acting('mandataire', ours.id);
    expect((await ask('/commande', mandataire, secretary)).status).toBe(303);
    expect(await ordersOf(ours.id)).toMatchObject([
      { type: 'CPE', familyName: 'Secrétaire', nominative: true, via: 'tom' },
    ]);
  });

  it('S3-52 opens to the card of the mandataire whose CPE was ordered here, and to no ordinary CPE', async () => {
    const ours = await hospital('990800002');
    const director = await acting('legal-representative', ours.id);
    for (const nom of ['Mandataire', 'Ordinaire'])
      expect((await ask('/commande', director, { prenom: 'Alix', nom })).status).toBe(303);
    const [first, second] = ['Mandataire', 'Ordinaire'].map(
      async (name) => (await ordersOf(ours.id)).find(({ familyName }) => familyName === name)?.idNat ?? '',
    );
    const mandataire = await acting('mandataire', ours.id, await first);
    const order = { prenom: 'Alix', nom: 'Nouvelle' };
    expect((await ask('/commande', mandataire, order)).status).toBe(303);
    const ordinary = await openSession(ctx(), { idNat: (await second) ?? '' });
    expect((await ask('', `esculape_session=${ordinary.token}`)).status).toBe(403);
    await expect(switchRole(ctx(), ordinary.token, 'mandataire', ours.id)).rejects.toMatchObject({
      status: 403,
    });
  });

  it('refuses a session that was opened by neither a card nor an e-CPS', async () => {
    const ours = await hospital('990800003');
    const idNat = somebody();
    await habilitate(ctx(), 'mandataire', idNat, ours.id);
    const { token } = await openSession(ctx(), { idNat, signedInBy: 'psc' });
    const other = await cookieOf(switchRole(ctx(), token, 'mandataire', ours.id));
    const refused = await ask('', other);
    expect([refused.status, refused.text.includes('carte ou votre e-CPS')]).toEqual([403, true]);
    expect((await ask('', await acting('mandataire', ours.id))).status).toBe(200);
  });

  it('S3-41 orders nothing without a contract, opens once it is signed, and closes when the SIRET changes', async () => {
    const ours = await hospital('990800004', false);
    await upsertStructures(ctx(), [{ ...ours, siret: '99700000000058' }]);
    const director = await acting('legal-representative', ours.id);
    const order = (nom: string) => ask('/commande', director, { prenom: 'Alix', nom });
    const refused = await order('Un');
    expect([refused.status, refused.text.includes('n’a pas de contrat en cours')]).toEqual([422, true]);
    await contracts.signContract(ctx(), { structureId: ours.id, signatory: { name: 'Direction' } });
    expect((await order('Deux')).status).toBe(303);
    await upsertStructures(ctx(), [{ ...ours, siret: '99700000000066' }]);
    expect((await order('Trois')).status).toBe(422);
    await expect(habilitate(ctx(), 'rpps-manager', somebody(), ours.id)).rejects.toEqual(
      contracts.errors.noContract(),
    );
    await w.settle();
    expect((await contracts.contractsOf(ctx(), ours.id)).map(({ ending }) => ending)).toEqual([
      'siret-changed',
    ]);
    expect((await ask('', director)).text).toContain('Aucun contrat n’est en cours');
  });

  it('S2-06 takes from its page an order and the loss, theft and malfunction of a named employee’s card', async () => {
    const ours = await hospital('990800005');
    const cookie = await acting('mandataire', ours.id);
    const after = { loss: 'opposed', theft: 'opposed', malfunction: 'sent' } as const;
    const names = Object.keys(after).map((raison) => `Porteur ${raison}`);
    const held = await delivered(cookie, ours.id, ...names);
    for (const [index, [raison, standing]] of Object.entries(after).entries()) {
      const card = held[index] as cards.HeldCard;
      expect((await ask('', cookie)).text).toContain(card.number);
      const asked = await ask('/incident', cookie, { carte: card.number, raison });
      expect([raison, asked.status, asked.text.includes('Confirmer')]).toEqual([raison, 200, true]);
      expect((await cards.heldCard(ctx(), card.number)).standing).toBe('sent');
      await ask('/incident', cookie, { carte: card.number, raison, confirme: 'oui' });
      expect([raison, (await cards.heldCard(ctx(), card.number)).standing]).toEqual([raison, standing]);
      const again = (await ordersOf(ours.id)).find(({ replaces }) => replaces === card.number);
      expect(again?.via).toBe('replacement');
    }
    const declared = await sql<{
      reason: string;
      at: Date;
    }>`select i.reason, i.at from credentials.card_incidents i
      join credentials.cards c on c.number = i.card_number where c.structure_id = ${ours.id} order by i.at`.execute(
      ctx().db,
    );
    expect(declared.rows.map(({ reason }) => reason)).toEqual(['loss', 'theft', 'malfunction']);
    const stranger = await acting('mandataire', (await hospital('990800006')).id);
    const [card] = await parkOf(ours.id);
    const foreign = { carte: card?.number ?? '', raison: 'loss', confirme: 'oui' };
    expect((await ask('/incident', stranger, foreign)).status).toBe(404);
  });

  it('follows, filters, saves the park as a file, and ends the card of who leaves', async () => {
    const ours = await hospital('990800007');
    const cookie = await acting('mandataire', ours.id);
    const [card] = (await delivered(cookie, ours.id, 'Partante')) as [cards.HeldCard];
    await ask('/commande', cookie, { pour: 'service', nom: 'Urgences' });
    const order = (await ordersOf(ours.id)).find(({ nominative }) => !nominative);
    expect((await ask('/fiche', cookie, { commande: order?.orderId ?? '' })).text).toContain(
      'Suivi de la commande',
    );
    expect((await ask('/fiche', cookie, { carte: '9999999999' })).status).toBe(404);
    const filtered = await ask('', cookie, { q: 'partante', etat: 'sent' });
    expect([filtered.text.includes(card.number), filtered.text.includes('Urgences')]).toEqual([true, false]);
    const file = await ask('/parc.csv', cookie);
    expect(file.text).toContain(`"Partante Alix";"${card.idNat}";"CPE";"oui"`);
    expect(file.text).toContain('"Urgences (de service)"');
    await ask('/incident', cookie, { carte: card.number, raison: 'end-of-activity', confirme: 'oui' });
    expect((await cards.heldCard(ctx(), card.number)).standing).toBe('opposed');
    expect((await ordersOf(ours.id)).some(({ replaces }) => replaces === card.number)).toBe(false);
  });

  it('does not order twice what is sent twice, nor for a namesake who was not told to be one', async () => {
    const ours = await hospital('990800008');
    const cookie = await acting('mandataire', ours.id);
    const once = { prenom: 'Alix', nom: 'Double', submission: 'une-fois' };
    await Promise.all(Array.from({ length: 10 }, () => ask('/commande', cookie, once)));
    expect(await ordersOf(ours.id)).toHaveLength(1);
    const again = await ask('/commande', cookie, { prenom: 'alix', nom: 'DOUBLE' });
    expect([again.status, again.text.includes('autre personne du même nom')]).toEqual([422, true]);
    await ask('/commande', cookie, { prenom: 'Alix', nom: 'Double', homonyme: 'oui' });
    expect(await ordersOf(ours.id)).toHaveLength(2);
  });
});

describe('the bearer of a card of a structure', () => {
  it('is known to Pro Santé Connect with his employer and no civil status, until he leaves, and again when he is back', async () => {
    const ours = await hospital('990800009');
    const mandataire = await acting('mandataire', ours.id);
    const [card] = (await delivered(mandataire, ours.id, 'Porteuse')) as [cards.HeldCard];
    expect(card.idNat).toMatch(/^3990800009\/CPE/);
    expect(await pscRecord(ctx(), card.idNat)).toMatchObject({ idNat: card.idNat });
    const entered = (await persons(ctx(), [card.idNat])).get(card.idNat);
    expect(entered).toMatchObject({
      state: 'active',
      exercises: [{ name: 'Porteuse', givenName: 'Alix', activities: [{ structure: ours.id }] }],
    });
    expect(entered?.civilStatus).toBeUndefined();
    await ask('/commande', mandataire, { pour: 'service', nom: 'Urgences' });
    await w.settle();
    const order = (await ordersOf(ours.id)).find(({ nominative }) => !nominative);
    expect(await persons(ctx(), [order?.idNat ?? ''])).toEqual(new Map());
    await ask('/incident', mandataire, { carte: card.number, raison: 'end-of-activity', confirme: 'oui' });
    await w.settle();
    expect(await pscRecord(ctx(), card.idNat)).toBeUndefined();
    const back = { prenom: 'Alix', nom: 'Porteuse', idNat: card.idNat };
    expect((await ask('/commande', mandataire, back)).location).toBe('/tom?fait=commandee');
    await w.settle();
    expect(await pscRecord(ctx(), card.idNat)).toMatchObject({ idNat: card.idNat });
  });
});
