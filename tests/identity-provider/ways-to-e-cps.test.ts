import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { startActivationByCard } from '../../src/modules/identity-provider/index.js';
import { type Correspondence, numbered, SENT, template, useWays } from './ways-world.js';
import { publish, type World } from './world.js';

let w: World;
const { published, askByContacts, giveCard, byMessages, byCard, refusalOf, messages } = useWays((made) => {
  w = made;
});

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
