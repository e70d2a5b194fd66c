import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cards, ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import { startActivationByCard } from '../../src/modules/identity-provider/index.js';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import { Refusal } from '../../src/platform/errors.js';
import { personas } from './personas.js';
import { PIN, publish, type World, world } from './world.js';

let w: World;
const TODAY = new Date();

beforeAll(async () => {
  w = await world(['/portail-psc', '/e-cps']);
});
afterEach(() => w.app.clock.set(TODAY));
afterAll(() => w.close());

const template = (key: string): EntryPerson => personas[key] as EntryPerson;

/** The same kind of person under another number, with contacts of that authority if given. */
async function published(key: string, idNat: string, contacts: Contacts = {}): Promise<string> {
  const like = template(key);
  const { correspondence } = like;
  if (!correspondence) throw new Error(`${key} has no contacts`);
  const { mobile, mail, from = correspondence.provenance.authority, act } = contacts;
  const provenance = { ...correspondence.provenance, authority: from, ...(act && { act }) };
  await publish(w, {
    ...like,
    idNat,
    version: contacts.version ?? 1,
    correspondence: { ...correspondence, ...(mail && { mail }), ...(mobile && { mobile }), provenance },
  });
  return idNat;
}

interface Contacts {
  readonly from?: string;
  readonly mail?: string;
  readonly mobile?: { e164: string; original: string; source: string };
  readonly act?: string;
  readonly version?: number;
}

/** What the public page answers to somebody who asks for the two secrets. */
async function askByContacts(idNat: string): Promise<string> {
  const answer = await fetch(`${w.origin}/portail-psc/activation`, {
    method: 'POST',
    headers: { origin: w.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ idNat }).toString(),
  });
  const page = await answer.text();
  expect(answer.status).toBe(page.includes('Deux messages sont en route') ? 200 : 422);
  return page.replaceAll('\u00a0', ' ');
}

const numbered = (n: number) => `8${makeRpps(`99780001${n}`)}`;
type Correspondence = NonNullable<EntryPerson['correspondence']>;

const SENT = 'Deux messages sont en route';
const giveCard = (idNat: string, key: string, type?: cards.CardType, nominative?: boolean) => {
  const [exercise] = template(key).exercises;
  const holder = { idNat, givenName: 'Camille', familyName: 'EXEMPLE', title: 'Essai' };
  const profession = Number(exercise?.profession ?? Number.NaN);
  return cards.issueCard(w.ctx, {
    holder: {
      ...holder,
      profession: Number.isNaN(profession) ? undefined : profession,
      structure: undefined,
    },
    ...(type && { type }),
    ...(nominative !== undefined && { nominative }),
  });
};

async function complete(secret: string, smsCode = ''): Promise<ecps.ActivatedDevice> {
  const { activationToken } = await ecps.openActivation(w.ctx, secret);
  const { publicKeyJwk } = await ecps.makeDeviceKey();
  return ecps.completeActivation(w.ctx, {
    ...{ activationToken, smsCode, pin: PIN, publicKeyJwk },
    ...{ deviceName: 'Essai', platform: 'android' },
  });
}

const secretIn = (text: string) => /#a=([\w-]+)/.exec(text)?.[1] ?? '';
const byMessages = (idNat: string) =>
  complete(secretIn(w.mails.at(-1)?.text ?? ''), /\b\d{6}\b/.exec(w.texts.at(-1)?.text ?? '')?.[0]).then(
    (device) => expect(device.idNat).toBe(idNat),
  );

async function byCard(idNat: string): Promise<void> {
  const { link } = await startActivationByCard(w.ctx, idNat, 'CARD');
  expect((await complete(secretIn(link))).idNat).toBe(idNat);
  expect(await ecps.activeMeans(w.ctx, idNat)).toBe(true);
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error('nothing was refused');
  return error.code;
}

const messages = () => w.mails.length + w.texts.length;

describe('nurses, January and February 2021', () => {
  it('S0-19 a nurse activates with the card, on the number of the nurse; a session without card shows no code', async () => {
    await w.app.clock.set(new Date('2021-01-20T10:00:00Z'));
    const idNat = await published('nurse', '899780000115');
    await giveCard(idNat, 'nurse');
    for (const signedInBy of ['MOBILE', 'WEBAUTHN', 'DELEGATION', 'SANDBOX', ''])
      expect(await refusalOf(startActivationByCard(w.ctx, idNat, signedInBy))).toBe(
        'identity-provider.card-not-shown',
      );
    await byCard(idNat);
    const without = await published('nurse', '899780000123');
    expect(await refusalOf(startActivationByCard(w.ctx, without, 'CARD'))).toBe('identity-provider.no-card');
  });

  it('S0-20 the same nurse is refused by mail and mobile, however fresh, and sent to the card; without a card it works', async () => {
    await w.app.clock.set(new Date('2021-01-20T10:00:00Z'));
    const idNat = await published('nurse', '899780000131');
    await giveCard(idNat, 'nurse');
    const before = messages();
    const page = await askByContacts(idNat);
    expect(page).toContain('Vous avez une carte CPS : activez l’e-CPS avec elle');
    expect(page).toContain('href="/portefeuille/e-cps"');
    expect(messages()).toBe(before);
    expect(await askByContacts(await published('nurse', '899780000149'))).toContain(SENT);
  });

  it('S0-21 from 12/02/2021 card holders at the ordre activate by contacts, not the day before, and never outside the ordre', async () => {
    const idNat = await published('nurse', '899780000156');
    const outside = await published('nurse', '0751234575', { from: 'ARS-11' });
    await w.app.clock.set(new Date('2021-02-11T22:30:00Z'));
    await giveCard(idNat, 'nurse');
    await giveCard(outside, 'nurse');
    expect(await askByContacts(idNat)).not.toContain(SENT);
    expect(await askByContacts(outside)).not.toContain(SENT);
    await w.app.clock.set(new Date('2021-02-11T23:30:00Z'));
    expect(await askByContacts(idNat)).toContain(SENT);
    await byMessages(idNat);
    expect(await askByContacts(outside)).toContain('demande d’être inscrit à l’ordre');
  });

  it('S0-23 a nurse without card activates with the contacts of the ordre, whose file is dated; not without them', async () => {
    await w.app.clock.set(new Date('2021-01-20T10:00:00Z'));
    const file = await sql<{ id: number }>`insert into authorities.contact_files
        (authority, name, dated_on, state, delivered_at, delivered_by, loaded_at, lines, taken)
      values ('ONI', 'ONI_CONTACTS_20210111.csv', '2021-01-11', 'loaded', now(), 'agent:exploitation', now(), 1, 1)
      returning id`.execute(w.ctx.db);
    const act = `contact-file-${file.rows[0]?.id}`;
    const idNat = await published('nurse', '0751234583', { from: 'ONI', act });
    const page = await askByContacts(idNat);
    expect(page).toContain(SENT);
    expect(page).toMatch(/Coordonnées données par : [^,]*infirmiers[^,]*, le [^.]*11 janvier 2021/);
    await byMessages(idNat);
    const { mobile: _none, ...mailOnly } = template('nurse').correspondence ?? {};
    await publish(w, {
      ...template('nurse'),
      idNat: '0751234591',
      correspondence: mailOnly as Correspondence,
    });
    expect(await askByContacts('0751234591')).toContain('L’activation n’est pas possible');
  });

  it('S0-24 a nurse known by ADELI only is told to enrol at the ordre, and gets no message', async () => {
    await w.app.clock.set(new Date('2021-01-20T10:00:00Z'));
    const idNat = await published('nurse', '0751234609', { from: 'ARS-11' });
    const before = messages();
    expect(await askByContacts(idNat)).toContain('Inscrivez-vous à l’ordre');
    expect(messages()).toBe(before);
    await published('nurse', idNat, { from: 'ONI', version: 2 });
    expect(await askByContacts(idNat)).toContain(SENT);
  });
});

const MAYOTTE = { e164: '+262639980020', original: '0639 98 00 20', source: 'ONI' };

describe('numbers overseas and abroad, while ADELI keeps ten characters', () => {
  it('S0-26 sends the SMS to +262… and +41…, and says that a number without its prefix cannot be reached', async () => {
    await w.app.clock.set(new Date('2021-01-20T10:00:00Z'));
    const reached = [
      { ...MAYOTTE, original: '+262 639 98 00 20' },
      { e164: '+41790000000', original: '+41 79 000 00 00', source: 'ONI' },
      { e164: '+33639980042', original: '06 39 98 00 42', source: 'ONI' },
    ];
    for (const [i, mobile] of reached.entries()) {
      expect(await askByContacts(await published('nurse', numbered(20 + i), { mobile }))).toContain(SENT);
      expect(w.texts.at(-1)?.to).toBe(mobile.e164);
    }
    const before = messages();
    const swiss = { e164: '+41790000000', original: '079 000 00 00', source: 'ONI' };
    for (const [i, mobile] of [MAYOTTE, swiss].entries()) {
      const page = await askByContacts(await published('nurse', numbered(30 + i), { mobile }));
      expect(page).toContain('enregistré sans indicatif international');
    }
    expect(messages()).toBe(before);
  });

  it('S0-27 a nurse of Mayotte without card waits for the prefix, then succeeds with the same number', async () => {
    await w.app.clock.set(new Date('2021-10-27T10:00:00Z'));
    const idNat = await published('nurse', '899780000404', { mobile: MAYOTTE });
    expect(await askByContacts(idNat)).toContain('sans indicatif international');
    expect(await refusalOf(startActivationByCard(w.ctx, idNat, 'CARD'))).toBe('identity-provider.no-card');
    await w.app.clock.set(new Date('2021-10-28T10:00:00Z'));
    expect(await askByContacts(idNat)).toContain(SENT);
    expect(w.texts.at(-1)?.to).toBe('+262639980020');
    await byMessages(idNat);
  });
});

describe('today, by family of professionals', () => {
  it('S3-60 a doctor activates with the card, or by contacts; with an outdated mail the page says who corrects it', async () => {
    const idNat = await published('doctor-two-exercises', '899780000503', {
      mail: 'ancien@courriel.example',
    });
    await giveCard(idNat, 'doctor-two-exercises');
    await byCard(idNat);
    const page = await askByContacts(idNat);
    expect(page).toContain('a•••••@•••.example');
    expect(page).toContain('Corrigez-les auprès de votre autorité');
    // The mail went to an address that nobody reads: the code of the SMS alone activates nothing.
    const sms = /\b\d{6}\b/.exec(w.texts.at(-1)?.text ?? '')?.[0] ?? '';
    expect(await refusalOf(complete(sms, sms))).toBe(ecps.errors.deadLink().code);
    await published('doctor-two-exercises', idNat, { mail: 'nouveau@courriel.example', version: 2 });
    await askByContacts(idNat);
    expect(w.mails.at(-1)?.to).toBe('nouveau@courriel.example');
    await byMessages(idNat);
  });

  it('S3-62 a profession of the agencies activates with the card or by the contacts of the agency; under ADELI with the card only', async () => {
    const idNat = await published('adeli', '899780000511');
    const page = await askByContacts(idNat);
    expect(page).toMatch(/Coordonnées données par : [^,]*(Agence|ARS)/);
    await byMessages(idNat);
    await giveCard(idNat, 'adeli');
    await byCard(idNat);
    const old = await published('adeli', '0931234568');
    expect(await askByContacts(old)).toContain(
      'Avec un numéro ADELI, l’e-CPS s’active avec la carte CPS seulement',
    );
    await giveCard(old, 'adeli');
    await byCard(old);
  });

  it('S3-63 a role professional activates once published, not before', async () => {
    const idNat = '899780000529';
    expect(await askByContacts(idNat)).toContain('L’activation n’est pas possible avec cet identifiant');
    await published('role-313', idNat);
    expect(await askByContacts(idNat)).toContain(SENT);
    await byMessages(idNat);
    expect(await ecps.activeMeans(w.ctx, idNat)).toBe(true);
  });

  it('S3-22 a role professional has the e-CPS for a means, and no card is made', async () => {
    const idNat = await published('role-313', '899780000537');
    expect(await askByContacts(idNat)).toContain(SENT);
    await byMessages(idNat);
    expect(await refusalOf(startActivationByCard(w.ctx, idNat, 'CARD'))).toBe('identity-provider.no-card');
    expect((await cards.usableCards(w.ctx, [idNat])).size).toBe(0);
  });

  it('S3-78 holders of CPS, CPF and CPE and role professionals hold one e-CPS each, never two; a card without name gives none', async () => {
    const holders = [
      [await published('pharmacist', '899780000545'), 'pharmacist', 'CPS'],
      [await published('doctor-two-exercises', '899780000552'), 'doctor-two-exercises', 'CPF'],
      [await published('cpe-holder', '3750821092/CPET00009'), 'cpe-holder', 'CPE'],
    ] as const;
    for (const [idNat, key, type] of holders) {
      await giveCard(idNat, key, type);
      await byCard(idNat);
      await byCard(idNat);
    }
    const role = await published('role-313', '899780000560');
    await askByContacts(role);
    await byMessages(role);
    for (const idNat of [...holders.map(([one]) => one), role]) {
      const devices = await ecps.devicesOf(w.ctx, idNat);
      expect(devices.filter(({ state }) => state !== 'ended')).toHaveLength(1);
    }
    const service = await published('cpe-holder', '3750821092/CPET00010');
    await giveCard(service, 'cpe-holder', 'CPE', false);
    expect(await refusalOf(startActivationByCard(w.ctx, service, 'CARD'))).toBe(
      'identity-provider.not-nominative',
    );
  });

  it('S4-43 S4-61 the notes date both activations, and lead to them; without card nor register neither works', async () => {
    const page = (await (await fetch(`${w.origin}/e-cps/nouveautes`)).text()).replaceAll('\u00a0', ' ');
    expect(page).toMatch(/Mi-2019.*Activation en ligne avec la carte.*\/portefeuille\/e-cps/s);
    expect(page).toMatch(/2e trimestre 2020.*e-CPS sans carte.*\/portail-psc\/activation/s);
    await w.app.clock.set(new Date('2019-07-01T10:00:00Z'));
    const idNat = await published('pharmacist', '899780000578');
    await giveCard(idNat, 'pharmacist');
    await byCard(idNat);
    expect(await askByContacts('899780000586')).toContain('L’activation n’est pas possible');
    expect(await refusalOf(startActivationByCard(w.ctx, '899780000586', 'CARD'))).toBe(
      'identity-provider.not-for-activation',
    );
  });
});
