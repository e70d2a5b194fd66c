import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { cards, ecps } from '../../src/modules/credentials/index.js';
import { startActivationByCard } from '../../src/modules/identity-provider/index.js';
import { one } from '../../src/platform/db/connection.js';
import { smtpMail } from '../../src/platform/mail.js';
import { hashToken } from '../../src/platform/secrets.js';
import { gatewaySms } from '../../src/platform/sms.js';
import { numbered, SENT, useWays } from './ways-world.js';
import type { World } from './world.js';

let w: World;
const { published, complete, askByContacts, giveCard, byMessages, byCard, refusalOf } = useWays((made) => {
  w = made;
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

  it('an activation of which the mail does not leave is none of those that a person may ask for', async () => {
    const idNat = await published('doctor-two-exercises', numbered(77));
    const { mail, sms } = w.ctx;
    const counted = async () =>
      (
        await one(
          w.ctx.db,
          sql<{ n: number }>`select coalesce(sum(hits), 0)::int n from platform.rate_limits
        where key = ${`psc-activation:person:${hashToken(idNat)}`}`,
        )
      )?.n;
    Object.assign(w.ctx, { mail: smtpMail('smtp://127.0.0.1:1', 'psc@esculape.example') });
    for (let time = 0; time < 7; time += 1)
      expect(await askByContacts(idNat)).toContain('Le courrier électronique ne part pas');
    Object.assign(w.ctx, { mail });
    expect(await askByContacts(idNat)).toContain(SENT);
    const before = (await counted()) ?? 0;
    // The link is on its way, be the gateway of the codes away or not.
    Object.assign(w.ctx, { sms: gatewaySms('http://127.0.0.1:1/') });
    expect(await askByContacts(idNat)).not.toContain(SENT);
    Object.assign(w.ctx, { sms });
    expect(await counted()).toBe(before + 1);
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
