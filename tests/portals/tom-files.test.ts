import { describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { smtpMail } from '../../src/platform/mail.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import type { CardsWorld } from '../credentials/cards-world.js';
import { useTom } from './tom-world.js';

let w: CardsWorld;
const { ctx, hospital, acting, ask, ordersOf, delivered } = useTom((made) => {
  w = made;
});

describe('a file of cards', () => {
  const HEADER = 'action;structure;prenom;nom;identifiant;carte;motif;homonyme';

  it('is judged line by line, does nothing before it is confirmed, and nothing twice', async () => {
    const ours = await hospital('990800010');
    const foreign = await hospital('990800011');
    const cookie = await acting('mandataire', ours.id);
    const [leaver] = (await delivered(cookie, ours.id, 'Sortant')) as [cards.HeldCard];
    const elsewhere = await acting('mandataire', foreign.id);
    const [other] = (await delivered(elsewhere, foreign.id, 'Étranger')) as [cards.HeldCard];
    const lignes = [
      HEADER,
      'commander;;Alix;Première',
      'commander;990800010;Alix;Seconde',
      'commander;990800011;Alix;Ailleurs',
      'commander;;;SansPrénom',
      `opposer;;;;;${leaver.number}`,
      `opposer;;;;;${other.number}`,
      'commander-service;;;Accueil',
    ].join('\n');
    const before = await ordersOf(ours.id);
    const judged = await ask('/envoi', cookie, { lignes });
    expect(judged.text).toContain('À blanc\u00a0: 4 lignes passeraient, 3 refusées.');
    expect(await ordersOf(ours.id)).toEqual(before);
    expect((await cards.heldCard(ctx(), leaver.number)).standing).toBe('sent');
    const submission = /name="submission" value="([^"]+)"/.exec(judged.text)?.[1] ?? '';
    for (let times = 0; times < 2; times += 1) {
      const done = await ask('/envoi/confirmation', cookie, { lignes, submission });
      expect(done.text).toContain('4 lignes faites, 3 refusées.');
    }
    const names = (await ordersOf(ours.id)).map(({ familyName }) => familyName).sort();
    expect(names).toEqual(['Accueil', 'Première', 'Seconde', 'Sortant']);
    expect((await cards.heldCard(ctx(), leaver.number)).standing).toBe('opposed');
    expect((await cards.heldCard(ctx(), other.number)).standing).toBe('sent');
    const later = await ask('/envoi', cookie, { lignes });
    expect(later.text).toContain('0 ligne passerait, 7 refusées.');
  });

  it('is refused unread when it is no such file', async () => {
    const cookie = await acting('mandataire', (await hospital('990800012')).id);
    expect((await ask('/envoi', cookie, { lignes: '' })).status).toBe(422);
    expect((await ask('/envoi', cookie, { lignes: 'bonjour' })).text).toContain('L’en-tête attendu');
  });
});

describe('means to order', () => {
  it('S2-39 names who was registered here without a means, then orders a card or sends word of the e-CPS in one step', async () => {
    const ours = await hospital('990800020');
    const cookie = await acting('mandataire', ours.id);
    const record = doctor() as { exercises: Record<string, unknown>[]; correspondence: { mail: string } };
    const [{ name, givenName }] = record.exercises as [{ name: string; givenName: string }];
    const activity = {
      ...{ key: 'a1', mode: 'S', genre: 'GENR01', sector: 'SA01', role: '331' },
      structure: { id: ours.id },
    };
    const secretary = await w.register('ENREG', {
      ...record,
      exercises: [{ profession: '99', category: 'C', name, givenName, activities: [activity] }],
    });
    const list = await ask('/a-equiper', cookie);
    expect(list.text).toContain(secretary.idNat);
    const stranger = await acting('mandataire', (await hospital('990800021')).id);
    expect((await ask('/a-equiper', stranger)).text).not.toContain(secretary.idNat);
    expect((await ask('/a-equiper/carte', stranger, { idNat: secretary.idNat })).status).toBe(404);
    const tell = () => ask('/a-equiper/ecps', cookie, { idNat: secretary.idNat });
    const leaves = ctx().mail;
    // More often than a day allows: what did not leave is not counted.
    Object.assign(ctx(), { mail: smtpMail('smtp://127.0.0.1:1', 'tom@esculape.example') });
    for (let n = 0; n < 4; n += 1) {
      const refused = await tell();
      expect([refused.status, refused.text.includes('Le courrier électronique ne part pas')]).toEqual([
        503,
        true,
      ]);
    }
    Object.assign(ctx(), { mail: leaves });
    for (let n = 0; n < 3; n += 1) expect((await tell()).location).toContain('fait=ecps');
    expect((await tell()).text).toContain('Trop de demandes');
    const inbox = await fetch(`${w.origin}/sandbox/api/messages?to=${record.correspondence.mail}`);
    expect(await inbox.text()).toContain('/portail-psc/activation');
    expect((await ask('/a-equiper/carte', cookie, { idNat: secretary.idNat })).location).toContain(
      'fait=carte',
    );
    expect(await ordersOf(ours.id)).toMatchObject([{ type: 'CPE', familyName: name, givenName }]);
    expect((await ask('/a-equiper', cookie)).text).toContain('Déjà commandée');
    await w.settle();
    await w.advance(9);
    expect((await ask('/a-equiper', cookie)).text).not.toContain(secretary.idNat);
  });
});
