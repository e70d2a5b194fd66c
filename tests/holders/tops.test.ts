import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { persons } from '../../src/modules/registry/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import type { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import type { Registered } from '../../src/sandbox/kit/story.js';
import { type CardsWorld, cardsWorld, somebody } from '../credentials/cards-world.js';
import { browserOf, opens, textOf } from './portal-browser.js';

let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const HOME = '/tops';
const ctx = () => w.app.ctx;
const SECRETARY = {
  familyName: 'Accueil',
  givenName: 'Dominique',
  birthDate: '1990-04-02',
  nom: 'oui',
  number: '',
};

interface Liberal extends Registered {
  readonly browser: HttpBrowser;
  readonly practice: string;
}

/** A doctor with a practice, signed in, whose own card came and works. */
async function liberal(): Promise<Liberal> {
  const registered = await w.register('CNOM', somebody());
  const person = (await persons(ctx(), [registered.idNat])).get(registered.idNat);
  const practice = person?.exercises[0]?.activities[0]?.structure ?? '';
  return { ...registered, browser: await browserOf(w, registered.idNat), practice };
}

async function order(of: Liberal, change: Partial<typeof SECRETARY> = {}): Promise<string> {
  await of.browser.go(`${w.origin}${HOME}/commande`);
  await of.browser.submit({ ...SECRETARY, cabinet: of.practice, ...change }, `${HOME}/commande`);
  return textOf(of.browser);
}

const home = async ({ browser }: Liberal) => textOf(await browser.go(w.origin + HOME));
const staffCards = (of: Registered) => cards.cardsOf(ctx(), { employer: of.idNat });
const staffOrders = (of: Registered) => cards.ordersOf(ctx(), { employer: of.idNat });

/** Sends a form of TOPS as it stands, confirmed. */
async function send(of: Liberal, path: string, fields: Record<string, string>): Promise<number> {
  const answer = await fetch(`${w.origin}${HOME}/${path}`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ ...fields, confirme: 'oui' }) },
    headers: { origin: w.origin, cookie: of.browser.cookieFor(w.origin) },
  });
  return answer.status;
}
const declare = (of: Liberal, number: string, raison: string) =>
  send(of, 'incident', { carte: number, raison, demande: 'oui' });

describe('TOPS, for the employees of a liberal professional', () => {
  it('S1-23 lets a doctor order, replace and block the CPE of a secretary without a number, and nobody else', async () => {
    const doctor = await liberal();
    expect(await order(doctor)).toContain('La carte est commandée');
    await w.advance(10);
    const [card] = await staffCards(doctor);
    expect(card).toMatchObject({ type: 'CPE', familyName: 'Accueil', nominative: true, standing: 'sent' });
    expect(await opens(w, card?.idNat ?? '')).toBe(true);
    const other = await liberal();
    expect(await home(other)).not.toContain(card?.number);
    expect(await declare(other, card?.number ?? '', 'theft')).toBe(404);
    expect(await send(other, 'renouvellement', { carte: card?.number ?? '' })).toBe(404);
    expect((await staffCards(doctor))[0]?.standing).toBe('active');

    expect(await declare(doctor, card?.number ?? '', 'malfunction')).toBe(303);
    await w.advance(10);
    const [second] = await staffCards(doctor);
    expect(second).toMatchObject({ replaces: card?.number, idNat: card?.idNat, standing: 'sent' });
    expect(await declare(doctor, second?.number ?? '', 'end-of-activity')).toBe(303);
    expect((await staffCards(doctor))[0]).toMatchObject({ standing: 'opposed' });
    expect(await staffOrders(doctor)).toHaveLength(2);
  });

  it('S1-24 proposes no card once the secretary is in the register by her role: she activates the e-CPS herself', async () => {
    const doctor = await liberal();
    const civil = { birthName: 'ACCUEIL', givenNames: ['Dominique'], sex: 'F', birthDate: '1990-04-02' };
    const record = somebody();
    const [
      {
        activities: [own],
      },
    ] = record.exercises as [{ activities: [Record<string, unknown>] }];
    const activities = [{ ...own, mode: 'S', role: '331' }];
    const secretary = await w.register('ENREG', {
      ...record,
      civilStatus: { ...(record.civilStatus as object), ...civil },
      exercises: [{ profession: '99', category: 'C', name: 'ACCUEIL', givenName: 'Dominique', activities }],
    });
    for (const change of [{}, { familyName: 'accueil' }, { familyName: 'Autre', number: secretary.rpps }]) {
      const page = await order(doctor, change);
      expect(page).toContain('Pas de carte : une e-CPS');
      expect(doctor.browser.body).toContain('href="/portail-psc/activation"');
    }
    expect(await staffOrders(doctor)).toEqual([]);
    expect((await w.story.phone(secretary.idNat)).id).toBeTruthy();
    // Somebody else of that name is no one whom the register knows.
    expect(await order(doctor, { birthDate: '1991-04-02' })).toContain('La carte est commandée');
  });

  it('S2-06 from one page an employer orders a CPE and declares loss, theft and malfunction; each is a dated request', async () => {
    const doctor = await liberal();
    const expected = [
      ['loss', 'opposed'],
      ['theft', 'opposed'],
      ['malfunction', 'sent'],
    ] as const;
    for (const name of 'abc') await order(doctor, { familyName: `Employe-${name}` });
    await w.advance(10);
    for (const [n, [reason, standing]] of expected.entries()) {
      const card = (await staffCards(doctor)).find((one) => one.familyName === `Employe-${'abc'[n]}`);
      expect(await home(doctor)).toContain(card?.number);
      const before = w.app.clock.now();
      expect(await declare(doctor, card?.number ?? '', reason)).toBe(303);
      const after = (await staffCards(doctor)).find(({ number }) => number === card?.number);
      expect([reason, after?.standing]).toEqual([reason, standing]);
      const [request] = (await staffOrders(doctor)).filter(({ replaces }) => replaces === card?.number);
      expect(request).toMatchObject({ via: 'replacement', familyName: `Employe-${'abc'[n]}` });
      expect(request?.orderedAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
      // Declared once: a card that is over takes nothing more.
      expect(await declare(doctor, card?.number ?? '', reason)).toBe(standing === 'opposed' ? 404 : 303);
    }
  });

  it('still shows the employer the card that the support had made in place of a stolen one', async () => {
    const doctor = await liberal();
    await order(doctor, { familyName: 'Remplacee' });
    await w.advance(10);
    const [stolen] = await staffCards(doctor);
    const cardNumber = stolen?.number ?? '';
    await cards.declareIncident(ctx(), { cardNumber, reason: 'theft', by: 'support:essai' });
    await w.advance(10);
    const [next] = await cards.cardsOf(ctx(), { holder: stolen?.idNat ?? '' });
    expect(next).toMatchObject({ replaces: cardNumber, orderedBy: doctor.idNat });
    expect(await home(doctor)).toContain(next?.number);
    expect(await declare(doctor, next?.number ?? '', 'end-of-activity')).toBe(303);
    const [ended] = await cards.cardsOf(ctx(), { holder: stolen?.idNat ?? '' });
    expect(ended?.standing).toBe('opposed');
  });

  it('orders the card of a service without a name, and nothing at a practice of somebody else', async () => {
    const [doctor, other] = [await liberal(), await liberal()];
    const service = { nom: 'non', familyName: 'Secrétariat', givenName: '', birthDate: '' };
    expect(await order(doctor, service)).toContain('La carte est commandée');
    expect((await staffOrders(doctor))[0]).toMatchObject({ nominative: false, familyName: 'Secrétariat' });
    const cabinet = { cabinet: other.practice } as Partial<typeof SECRETARY>;
    expect(await order(doctor, cabinet)).toContain('Choisissez un de vos lieux d’exercice libéral');
    expect(await order(doctor, { familyName: '', birthDate: '1990-02-31' })).toContain('Écrivez le nom');
    expect(await order(doctor, { number: '10000000000' })).toContain('n’est pas lisible');
    expect(await staffOrders(doctor)).toHaveLength(1);
  });

  it('gives no card under the number of the staff of somebody else, nor to who is not born yet', async () => {
    const [theirs, ours] = [await liberal(), await liberal()];
    await order(theirs, { familyName: 'Victime' });
    const [victim] = await staffOrders(theirs);
    expect(victim?.idNat).toMatch(/^6/);
    await w.settle();
    const stolen = await order(ours, { familyName: 'Usurpateur', number: victim?.idNat ?? '' });
    expect(stolen).toContain('celui de personne dans cette structure');
    expect(await order(ours, { familyName: 'Futur', birthDate: '2990-01-01' })).toContain(
      'Une date de naissance est attendue',
    );
    expect(await staffOrders(ours)).toEqual([]);
  });

  it('orders once what is sent twice, and asks before a second card of the same name', async () => {
    const employer = await liberal();
    const fields = {
      ...SECRETARY,
      familyName: 'Doublon',
      cabinet: employer.practice,
      submission: 'une-fois',
    };
    const sent = () => send(employer, 'commande', fields);
    expect(await Promise.all([sent(), sent(), sent()])).toEqual([303, 303, 303]);
    expect(await staffOrders(employer)).toHaveLength(1);
    expect(await order(employer, { familyName: 'doublon' })).toContain('Cochez si c’est quelqu’un d’autre');
    expect(await send(employer, 'commande', { ...fields, submission: 'autre', homonyme: 'oui' })).toBe(303);
    expect(await staffOrders(employer)).toHaveLength(2);
  });

  it('shows a doctor nothing of the cards that he ordered for a hospital as its mandataire', async () => {
    const doctor = await liberal();
    await order(doctor, { familyName: 'Sienne' });
    const structureId = 'F990000728';
    const hospital = { id: structureId, finess: '990000728', nationalId: '1990000728', kind: 'EJ' } as const;
    await upsertStructures(ctx(), [
      { ...hospital, name: 'HOPITAL DU MANDAT', address: { communeName: 'Ailleurs' } },
    ]);
    await contracts.signContract(ctx(), { structureId, signatory: { name: 'Camille Direction' } });
    const holder = { givenName: 'Camille', familyName: 'Salariee' };
    const type = 'CPE';
    const asked = { type, holder, structureId, orderedBy: doctor.idNat, via: 'tom' } as const;
    await cards.orderCard(ctx(), asked);
    await w.advance(10);
    const [theirs] = await cards.cardsOf(ctx(), { structures: [structureId] });
    expect((await staffCards(doctor)).map(({ familyName }) => familyName)).toEqual(['Sienne']);
    expect(await home(doctor)).not.toContain('Salariee');
    expect(await declare(doctor, theirs?.number ?? '', 'theft')).toBe(404);
    expect(await send(doctor, 'renouvellement', { carte: theirs?.number ?? '' })).toBe(404);
  });

  it('lets a liberal who left a clinic end the cards that he ordered there, and renew none', async () => {
    const clinic = 'F990000736';
    const known = { id: clinic, finess: '990000736', nationalId: '1990000736', kind: 'EJ' } as const;
    await upsertStructures(ctx(), [
      { ...known, name: 'CLINIQUE DES ESSAIS', address: { communeName: 'Ailleurs' } },
    ]);
    await contracts.signContract(ctx(), { structureId: clinic, signatory: { name: 'Camille Direction' } });
    const record = somebody();
    const [exercise] = record.exercises as [{ activities: [Record<string, unknown>] }];
    const [elsewhere] = exercise.activities;
    const here = { ...elsewhere, structure: { id: clinic } };
    const there = { ...record, exercises: [{ ...exercise, activities: [here] }] };
    const registered = await w.register('CNOM', there);
    const doctor = { ...registered, browser: await browserOf(w, registered.idNat), practice: clinic };
    for (const familyName of ['Restante', 'Partante']) await order(doctor, { familyName });
    await w.advance(10);
    const [first, second] = await staffCards(doctor);
    const renew = (number = '') => send(doctor, 'renouvellement', { carte: number });
    expect(await home(doctor)).toContain('Renouveler');
    const { rpps, etag } = registered;
    const left = await w.story.patch('CNOM', rpps, etag, { exercises: [exercise] });
    await w.settle();
    expect(await home(doctor)).toContain(first?.number);
    expect(await home(doctor)).not.toContain('Renouveler');
    expect([await renew(first?.number), (await staffOrders(doctor)).length]).toEqual([404, 2]);
    expect(await declare(doctor, second?.number ?? '', 'end-of-activity')).toBe(303);
    await w.story.patch('CNOM', rpps, left, { exercises: there.exercises });
    await w.settle();
    expect([await renew(first?.number), (await staffOrders(doctor)).length]).toEqual([303, 3]);
  });

  it('tells whoever practises nowhere on his own account where to go', async () => {
    const salaried = await w.register('CNOM', somebody({ mode: 'S' }));
    const browser = await browserOf(w, salaried.idNat);
    expect(textOf(await browser.go(w.origin + HOME))).toContain('TOPS est fait pour les libéraux');
    expect(textOf(await browser.go(`${w.origin}${HOME}/commande`))).toContain(
      'TOPS est fait pour les libéraux',
    );
  });
});

describe('TOPS, for one’s own card', () => {
  it('S2-07 takes loss, theft, malfunction and lost codes of one’s own card: opposed at once, or new codes', async () => {
    const expected = [
      ['loss', 'opposed', 1],
      ['theft', 'opposed', 1],
      ['malfunction', 'sent', 1],
      ['codes-lost', 'sent', 0],
    ] as const;
    const doctors: Liberal[] = [];
    for (const _ of expected) doctors.push(await liberal());
    await w.advance(10);
    for (const [n, [reason, standing, ordered]] of expected.entries()) {
      const doctor = doctors[n] as Liberal;
      const [card] = await cards.cardsOf(ctx(), { holder: doctor.idNat });
      const codes = card?.codesSentAt?.getTime() ?? 0;
      expect(await declare(doctor, card?.number ?? '', reason)).toBe(303);
      const [after] = await cards.cardsOf(ctx(), { holder: doctor.idNat });
      expect([reason, after?.standing]).toEqual([reason, standing]);
      const again = (await cards.ordersOf(ctx(), { holder: doctor.idNat })).filter(
        ({ replaces }) => replaces,
      );
      expect([reason, again.length]).toEqual([reason, ordered]);
      if (reason !== 'codes-lost') continue;
      await w.advance(3);
      const [renewed] = await cards.cardsOf(ctx(), { holder: doctor.idNat });
      expect(renewed?.codesSentAt?.getTime()).toBeGreaterThan(codes);
      expect(await opens(w, doctor.idNat)).toBe(true);
      // The end of an employment is no reason for one's own card.
      expect(await declare(doctor, card?.number ?? '', 'end-of-activity')).toBe(422);
    }
  });
});
