import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantRole, openSession, switchRole } from '../../src/modules/access/index.js';
import { cards, certificates } from '../../src/modules/credentials/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { administered, habilitate, legalEntity, signContract, withCard } from './administered.js';
import { BASE, CONTACTS, issued, type PlatformDoor, platformDoor } from './platform-door.js';
import { refusalOf } from './world.js';

const { STEP_RULES, errors } = certificates;
let w: PlatformDoor;

beforeAll(async () => {
  w = await platformDoor();
});
afterAll(() => w.close());

it('S2-09 says which certificate INSi and the DMP need and leads to the order, which begins by signing in', async () => {
  const help = await w.ask('/igc/plateforme');
  expect(help.status).toBe(200);
  expect(help.text).toContain('trois certificats : un pour INSi, deux pour le DMP');
  for (const said of ['Appeler INSi ORG AUTH_CLI INSI-MANU', 'Signer ce qui alimente le DMP ORG SIGN'])
    expect(help.text).toContain(said);
  expect(help.html).toContain(`href="${BASE}"`);
  for (const path of [BASE, `${BASE}/990000201/commander`]) {
    const sent = await w.ask(path);
    expect([sent.status, sent.location.startsWith('/connexion?retour=')]).toEqual([303, true]);
  }
});

describe('the procedure', () => {
  it('S3-93 wants the contract before anything else, and refuses every later act once it has ended', async () => {
    const structure = await legalEntity(w.ctx, '990000211');
    const idNat = await withCard(w.ctx);
    const who = { idNat, finess: '990000211' };
    // Nobody is habilitated before the contract is signed.
    expect(await refusalOf(habilitate(w.ctx, idNat, structure))).toBe(contracts.errors.noContract().code);
    await signContract(w.ctx, structure);
    await habilitate(w.ctx, idNat, structure);
    const cookie = await w.cookieOf(idNat, structure.id);
    expect((await w.ask(`${BASE}/990000211`, cookie)).status).toBe(200);
    const { number } = (await contracts.activeContract(w.ctx, structure.id)) ?? { number: '' };
    await contracts.endContract(w.ctx, { structureId: structure.id, number, reason: 'essai' });
    const personal = await w.cookieOf(idNat);
    const page = await w.ask(`${BASE}/990000211`, personal);
    expect([page.status, page.text.includes(STEP_RULES.contract.missing)]).toEqual([403, true]);
    expect(page.html).toContain(`href="${STEP_RULES.contract.door}"`);
    const later = certificates.orderAs(w.ctx, who, {
      ...{
        purpose: { kit: true, insi: 'MANU', csrs: [] },
        product: 'Ordo',
        contacts: ['si@clinique.example'],
      },
    });
    expect(await refusalOf(later)).toBe(errors.missingStep('contract').code);
  });

  it('S3-51 wants a card and a habilitation of the administrator: without one of them he is refused', async () => {
    const clinic = await administered(w.ctx, '990000221');
    const [noCard, noRight] = ['899700650001', await withCard(w.ctx)];
    await habilitate(w.ctx, noCard, clinic.structure);
    const ready = await w.ask(
      `${BASE}/${clinic.finess}`,
      await w.cookieOf(clinic.idNat, clinic.structure.id),
    );
    expect([ready.status, ready.text.includes('Commander des certificats')]).toEqual([200, true]);
    const withoutCard = await w.ask(
      `${BASE}/${clinic.finess}`,
      await w.cookieOf(noCard, clinic.structure.id),
    );
    expect([withoutCard.status, withoutCard.text.includes(STEP_RULES.card.missing)]).toEqual([403, true]);
    expect(withoutCard.html).toContain('href="/formulaires/f301"');
    const stranger = await w.cookieOf(noRight);
    expect((await w.ask(`${BASE}/${clinic.finess}`, stranger)).status).toBe(403);
    const empty = await w.ask(BASE, stranger);
    expect([empty.status, empty.text.includes('Aucune structure à votre nom')]).toEqual([200, true]);
    expect(empty.text).not.toContain(clinic.structure.name);
    for (const [idNat, step] of [
      [noCard, 'card'],
      [noRight, 'habilitation'],
    ] as const) {
      const asked = certificates.requireAdministrator(w.ctx, { idNat, finess: clinic.finess });
      expect(await refusalOf(asked)).toBe(errors.missingStep(step).code);
    }
    // An opposed card is no card.
    const held = (await cards.usableCards(w.ctx, [clinic.idNat])).get(clinic.idNat) ?? [];
    await cards.opposeCard(w.ctx, { number: held[0]?.number ?? '', reason: 'loss' });
    const asked = certificates.requireAdministrator(w.ctx, { idNat: clinic.idNat, finess: clinic.finess });
    expect(await refusalOf(asked)).toBe(errors.missingStep('card').code);
  });

  it('S3-97 is that of a structure with a designated administrator, and each certificate names the structure', async () => {
    const alone = await legalEntity(w.ctx, '990000231');
    await signContract(w.ctx, alone);
    const stranger = await withCard(w.ctx);
    const page = await w.ask(`${BASE}/990000231/commander`, await w.cookieOf(stranger));
    expect(page.status).toBe(403);
    const start = certificates.orderAs(
      w.ctx,
      { idNat: stranger, finess: '990000231' },
      { purpose: { kit: true, insi: 'MANU', csrs: [] }, product: 'Ordo', contacts: ['si@clinique.example'] },
    );
    expect(await refusalOf(start)).toBe(errors.missingStep('habilitation').code);
    const habilitation = await habilitate(w.ctx, stranger, alone);
    const who = { structure: alone, finess: '990000231', idNat: stranger, habilitation, ctx: w.ctx };
    const cookie = await w.cookieOf(stranger, alone.id);
    const serial = await issued(w, who, cookie, 'Dossier');
    const shown = await w.ask(`${BASE}/990000231/certificats/${serial}`, cookie);
    expect(shown.text).toContain(`Structure responsable ${alone.name} (1990000231)`);
    const pem = await w.ask(`${BASE}/990000231/certificats/${serial}/certificat.pem`, cookie);
    expect(new X509Certificate(pem.bytes).subject).toContain(`O=${alone.name}\nOU=1990000231`);
  });
});

describe('who answers for a structure', () => {
  it('revokes without the code, as the agency may: the legal representative, a mandataire, an operator, of no other', async () => {
    const [clinic, other] = [await administered(w.ctx, '990000401'), await administered(w.ctx, '990000411')];
    const admin = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = '/igc/plateforme/revocations';
    const scope = clinic.structure.id;
    for (const [role, actor] of [
      [{ role: 'legal-representative', scope }, 'Représentant légal'],
      [{ role: 'mandataire', scope }, 'Mandataire'],
      [{ role: 'operator' }, 'Exploitant'],
    ] as const) {
      const serial = await issued(w, clinic, admin, `Dossier ${actor}`);
      const cookie = `esculape_session=${(await openSession(w.ctx, role)).token}`;
      const opened = await w.ask(`${place}?finess=${clinic.finess}`, cookie);
      expect(opened.location).toBe(`${place}/${clinic.finess}`);
      expect((await w.ask(opened.location, cookie)).html).toContain(`${place}/${clinic.finess}/${serial}`);
      expect((await w.ask(`${place}/${clinic.finess}/${serial}`, cookie)).text).toContain('définitive');
      w.mails.length = 0;
      const form = { raison: 'key-compromise' };
      const done = await w.ask(`${place}/${clinic.finess}/${serial}`, cookie, form);
      expect([done.status, await certificates.stateOf(w.ctx, serial)]).toEqual([303, 'revoked']);
      expect(w.mails.map(({ subject }) => subject)).toContain(`Certificat Dossier ${actor} révoqué`);
      expect((await w.ask(`${place}/${clinic.finess}/${serial}`, cookie, form)).status).toBe(422);
      expect((await w.ask(`${BASE}/${clinic.finess}/historique`, admin)).text).toContain(actor);
    }
    const kept = await issued(w, clinic, admin, 'Gardé');
    const representative = await openSession(w.ctx, {
      role: 'legal-representative',
      scope: other.structure.id,
    });
    const refused = [`esculape_session=${representative.token}`, admin, await w.cookieOf(other.idNat)];
    for (const cookie of refused) {
      expect((await w.ask(`${place}/${clinic.finess}`, cookie)).status).toBe(403);
      expect((await w.ask(`${place}/${clinic.finess}/${kept}`, cookie, {})).status).toBe(403);
    }
    // Pro Santé Connect knows other means than the card and the e-CPS.
    await grantRole(w.ctx, { idNat: other.idNat, role: 'mandataire', scope });
    const person = await openSession(w.ctx, { idNat: other.idNat, signedInBy: 'psc' });
    const { token } = await switchRole(w.ctx, person.token, 'mandataire', scope);
    const weaker = `esculape_session=${token}`;
    expect((await w.ask(place, weaker)).status).toBe(403);
    for (const form of [undefined, { raison: 'unspecified' }])
      expect(await w.ask(`${place}/${clinic.finess}/${kept}`, weaker, form)).toMatchObject({
        ...{ status: 403, text: expect.stringContaining('votre carte ou votre e-CPS') },
      });
    expect(await certificates.stateOf(w.ctx, kept)).toBe('active');
  });

  it('has its certificates revoked when it closes, by its own change or by a whole file, and no other’s', async () => {
    const [closing, filed, open] = [
      await administered(w.ctx, '990000421'),
      await administered(w.ctx, '990000431'),
      await administered(w.ctx, '990000441'),
    ];
    const serials: string[] = [];
    for (const who of [closing, filed, open])
      serials.push(await issued(w, who, await w.cookieOf(who.idNat, who.structure.id), 'Dossier'));
    const states = () => Promise.all(serials.map((serial) => certificates.stateOf(w.ctx, serial)));
    const closed = [closing, filed].map(({ structure }) => ({ ...structure, closedOn: '2020-01-01' }));
    await upsertStructures(w.ctx, closed);
    await certificates.revokeOfClosed.run(w.ctx, [closing.structure.id, open.structure.id]);
    expect(await states()).toEqual(['revoked', 'active', 'active']);
    w.mails.length = 0;
    await certificates.revokeOfClosedByFile.run(w.ctx, []);
    await certificates.revokeOfClosedByFile.run(w.ctx, []);
    expect(await states()).toEqual(['revoked', 'revoked', 'active']);
    expect(w.mails.map(({ to }) => to)).toEqual(CONTACTS.split('\n'));
  });
});
