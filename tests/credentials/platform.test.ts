import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations, openSession } from '../../src/modules/access/index.js';
import { cards, certificates } from '../../src/modules/credentials/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { representativeOf } from '../access/team.js';
import {
  type Administered,
  administered,
  habilitate,
  legalEntity,
  signContract,
  withCard,
} from './administered.js';
import { type PlatformDoor, platformDoor } from './platform-door.js';
import { signingRequest } from './signing-request.js';
import { refusalOf } from './world.js';

const { STEP_RULES, errors } = certificates;
const BASE = '/igc/plateforme/structures';
const CODE = 'un code de révocation';
let w: PlatformDoor;

beforeAll(async () => {
  w = await platformDoor();
});
afterAll(() => w.close());

const CONTACTS = 'si@clinique.example\nediteur@logiciel.example';

/** Orders one certificate with a key of one's own, and finds the page where it is retrieved. */
async function ordered(
  who: Administered,
  cookie: string,
  commonName: string,
  product = 'Ordo',
): Promise<string> {
  const done = await w.ask(`${BASE}/${who.finess}/commander`, cookie, {
    ...{ pour: 'ORG-AUTH_CLI', produit: product, commonName, contacts: CONTACTS },
    csr0: signingRequest(commonName),
  });
  expect([done.status, done.location]).toEqual([303, `${BASE}/${who.finess}?fait=commande`]);
  const page = await w.ask(`${BASE}/${who.finess}`, cookie);
  return new RegExp(`href="([^"]+)" aria-label="Retirer ${commonName} AUTH_CLI"`).exec(page.html)?.[1] ?? '';
}

const secrets = (more: Record<string, string> = {}) => ({
  ...{ revocationCode: CODE, revocationCode2: CODE, terms: 'oui' },
  ...more,
});

/** Orders and retrieves one. Out: its serial. */
async function issued(who: Administered, cookie: string, commonName: string): Promise<string> {
  const page = await w.ask(await ordered(who, cookie, commonName), cookie, secrets());
  expect(page.status).toBe(200);
  return /certificats\/([0-9a-f]{32})\//.exec(page.html)?.[1] ?? '';
}

const listed = (who: Administered) => certificates.certificatesOf(w.ctx, `1${who.finess}`);

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
  }, 60_000);

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
  }, 60_000);

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
    const serial = await issued(who, cookie, 'Dossier');
    const shown = await w.ask(`${BASE}/990000231/certificats/${serial}`, cookie);
    expect(shown.text).toContain(`Structure responsable ${alone.name} (1990000231)`);
    const pem = await w.ask(`${BASE}/990000231/certificats/${serial}/certificat.pem`, cookie);
    expect(new X509Certificate(pem.bytes).subject).toContain(`O=${alone.name}\nOU=1990000231`);
  }, 60_000);
});

describe('a technical administrator', () => {
  it('S3-96 orders, retrieves, downloads, renews and revokes, every act being traced; nobody else can', async () => {
    const clinic = await administered(w.ctx, '990000241');
    const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = `${BASE}/${clinic.finess}`;
    w.mails.length = 0;
    const retrieval = await ordered(clinic, cookie, 'Dossier');
    expect(w.mails.map(({ to }) => to)).toEqual(CONTACTS.split('\n'));
    expect(w.mails[0]?.text).toContain(place);
    const other = await administered(w.ctx, '990000251');
    const others = [
      await w.cookieOf(other.idNat, other.structure.id),
      await w.cookieOf(await withCard(w.ctx)),
    ];
    for (const foreign of others) expect((await w.ask(retrieval, foreign, secrets())).status).toBe(403);
    expect((await w.ask(retrieval, '', secrets())).status).toBeGreaterThan(300);
    const made = await w.ask(retrieval, cookie, secrets());
    const serial = /certificats\/([0-9a-f]{32})\//.exec(made.html)?.[1] ?? '';
    expect(made.html).toContain('-----BEGIN CERTIFICATE-----');
    expect((await w.ask(retrieval, cookie)).status).toBe(404);
    const at = `${place}/certificats/${serial}`;
    const acts = [
      at,
      `${at}/certificat.pem`,
      `${at}/renouveler`,
      `${at}/revoquer`,
      `${place}/historique`,
      `${place}/acme`,
    ];
    for (const path of acts) {
      expect([path, (await w.ask(path, cookie)).status]).toEqual([path, 200]);
      for (const foreign of others) expect([path, (await w.ask(path, foreign)).status]).toEqual([path, 403]);
    }
    expect((await w.ask(`${BASE}/${other.finess}/certificats/${serial}`, others[0] ?? '')).status).toBe(404);
    const next = await w.ask(`${at}/renouveler`, cookie, { csr0: signingRequest('Dossier') });
    expect([next.status, next.location]).toEqual([303, `${place}?fait=commande`]);
    const wrong = await w.ask(`${at}/revoquer`, cookie, {
      revocationCode: 'un autre code',
      raison: 'superseded',
    });
    expect([wrong.status, wrong.text.includes('n’est pas le bon')]).toEqual([422, true]);
    expect(await certificates.stateOf(w.ctx, serial)).toBe('active');
    await w.ask(`${at}/revoquer`, cookie, { revocationCode: CODE, raison: 'superseded' });
    expect(await certificates.stateOf(w.ctx, serial)).toBe('revoked');
    const lines = (await journalOf(w.ctx, `1${clinic.finess}`)).map(
      ({ act, outcome }) => `${act} ${outcome}`,
    );
    expect(lines.toReversed()).toEqual([
      ...['credentials.order-certificate done', 'credentials.issue-certificate done'],
      ...['credentials.renew-certificate done', 'credentials.revoke-certificate refused'],
      'credentials.revoke-certificate done',
    ]);
    const history = await w.ask(`${place}/historique`, cookie);
    for (const word of ['Commande du suivant', 'Certification', 'Refusé : code de révocation faux'])
      expect(history.text).toContain(word);
  }, 60_000);

  it('S3-90 of a vendor serves the client that chose it, and it alone; the client stops him at once', async () => {
    const [client, stranger] = [
      await administered(w.ctx, '990000261'),
      await administered(w.ctx, '990000271'),
    ];
    const vendor = await administered(w.ctx, '990000281');
    const third = { client: client.structure.id, third: vendor.structure.id };
    await habilitations.activateThirdStructure(
      w.ctx,
      vendor.structure.id,
      representativeOf(vendor.structure.id),
    );
    await habilitations.chooseThirdStructure(w.ctx, third, representativeOf(client.structure.id));
    await habilitations.grant(
      w.ctx,
      {
        ...{ kind: 'technical-admin', idNat: vendor.idNat, name: 'Alex ADMIN' },
        ...{ structureId: client.structure.id, via: vendor.structure.id },
      },
      representativeOf(vendor.structure.id),
    );
    const cookie = await w.cookieOf(vendor.idNat, client.structure.id);
    const list = await w.ask(BASE, cookie);
    expect(list.text).toContain(`Pour le compte de ${vendor.structure.name}`);
    expect(list.text).not.toContain(stranger.structure.name);
    const serial = await issued(client, cookie, 'Radio');
    const at = `${BASE}/${client.finess}/certificats/${serial}`;
    expect((await w.ask(`${at}/renouveler`, cookie, { csr0: signingRequest('Radio') })).status).toBe(303);
    expect((await listed(client)).map(({ structureId }) => structureId)).toEqual([`1${client.finess}`]);
    expect((await w.ask(`${BASE}/${stranger.finess}`, cookie)).status).toBe(403);
    await habilitations.leaveThirdStructure(w.ctx, third, representativeOf(client.structure.id));
    const stopped = [await w.cookieOf(vendor.idNat), cookie];
    for (const session of stopped)
      for (const path of [`${BASE}/${client.finess}`, at, `${at}/revoquer`])
        expect((await w.ask(path, session)).status).not.toBe(200);
    const revoke = certificates.revokeAs(
      w.ctx,
      { idNat: vendor.idNat, finess: client.finess },
      { serial, code: CODE, reason: 'superseded' },
    );
    expect(await refusalOf(revoke)).toBe(errors.missingStep('habilitation').code);
    expect(await certificates.stateOf(w.ctx, serial)).toBe('active');
    // The client’s own administrator goes on with it.
    const own = await w.cookieOf(client.idNat, client.structure.id);
    expect((await w.ask(at, own)).status).toBe(200);
  }, 60_000);

  it('has the key made here, in a file of a password of his own, handed over once', async () => {
    const clinic = await administered(w.ctx, '990000291');
    const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = `${BASE}/${clinic.finess}`;
    const kit = {
      pour: 'kit',
      produit: 'Ordo',
      insi: 'AUTO',
      contacts: CONTACTS,
      cle0: 'ici',
      cle1: 'ici',
      cle2: 'ici',
    };
    expect((await w.ask(`${place}/commander`, cookie, kit)).status).toBe(303);
    const again = await w.ask(`${place}/commander`, cookie, kit);
    expect([again.status, again.text.includes('a déjà ces certificats')]).toEqual([422, true]);
    const waiting = await w.ask(place, cookie);
    const paths = [...waiting.html.matchAll(/href="([^"]+)" aria-label="Retirer ([^"]+)"/g)];
    expect(paths.map(([, , name]) => name)).toEqual([
      'INSI-AUTO AUTH_CLI',
      'DMP-ORDO AUTH_CLI',
      'DMP-ORDO SIGN',
    ]);
    const [path = ''] = paths.map(([, href]) => href ?? '');
    const cases: [Record<string, string>, string][] = [
      [secrets({ password: 'court' }), '12 signes au moins'],
      [
        secrets({ password: 'un mot de passe long', revocationCode2: 'autre code' }),
        'codes de révocation diffèrent',
      ],
      [secrets({ password: 'un mot de passe long', terms: '' }), 'Acceptez les conditions'],
      [
        {
          ...secrets({ password: 'un mot de passe long' }),
          revocationCode: 'court',
          revocationCode2: 'court',
        },
        '8 signes au moins',
      ],
    ];
    for (const [form, said] of cases) {
      const refused = await w.ask(path, cookie, form);
      expect([refused.status, refused.text.includes(said)]).toEqual([422, true]);
    }
    expect(await listed(clinic)).toEqual([]);
    const form = secrets({ password: 'un mot de passe long' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => w.ask(path, cookie, form)));
    const [file, ...more] = answers.filter(({ type }) => type === 'application/x-pkcs12');
    expect([more.length, await listed(clinic)]).toMatchObject([0, [{ commonName: 'INSI-AUTO' }]]);
    const open = (passphrase: string) => createSecureContext({ pfx: file?.bytes ?? '', passphrase });
    expect(() => open('un mot de passe long')).not.toThrow();
    expect(() => open('un autre mot de passe')).toThrow();
    const [, second = ''] = paths.map(([, href]) => href ?? '');
    expect((await w.ask(`${second}/annuler`, cookie, {})).location).toBe(`${place}?fait=annulee`);
    expect((await w.ask(second, cookie, form)).status).toBe(404);
  }, 60_000);

  it('changes who is told before the end, and makes and withdraws external keys for servers', async () => {
    const clinic = await administered(w.ctx, '990000301');
    const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = `${BASE}/${clinic.finess}`;
    const serial = await issued(clinic, cookie, 'Dossier');
    const contacts = `${place}/certificats/${serial}/contacts`;
    expect((await w.ask(contacts, cookie, { contacts: 'personne' })).status).toBe(422);
    expect((await w.ask(contacts, cookie, { contacts: ' ' })).status).toBe(422);
    expect((await w.ask(contacts, cookie, { contacts: 'dsi@clinique.example' })).status).toBe(303);
    const kept = await certificates.certificateOf(w.ctx, `1${clinic.finess}`, serial);
    expect(kept?.contacts).toEqual(['dsi@clinique.example']);
    const key = { product: 'Serveur web', contacts: 'si@clinique.example', revocationCode: CODE };
    expect((await w.ask(`${place}/acme`, cookie, { ...key, revocationCode: 'court' })).status).toBe(422);
    const made = await w.ask(`${place}/acme`, cookie, key);
    expect(made.text).toContain('elle n’est dite qu’une fois');
    const secret = /--hmac ([\w-]{43})/.exec(made.text)?.[1] ?? 'aucun';
    const page = await w.ask(`${place}/acme`, cookie);
    expect([page.text.includes('À utiliser'), page.text.includes(secret)]).toEqual([true, false]);
    const id = /acme\/([\w-]+)\/retirer/.exec(page.html)?.[1] ?? '';
    expect((await w.ask(`${place}/acme/${id}/retirer`, cookie, {})).status).toBe(303);
    expect((await w.ask(`${place}/acme/${id}/retirer`, cookie, {})).status).toBe(404);
  }, 60_000);
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
      const serial = await issued(clinic, admin, `Dossier ${actor}`);
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
    const kept = await issued(clinic, admin, 'Gardé');
    const representative = await openSession(w.ctx, {
      role: 'legal-representative',
      scope: other.structure.id,
    });
    const refused = [`esculape_session=${representative.token}`, admin, await w.cookieOf(other.idNat)];
    for (const cookie of refused) {
      expect((await w.ask(`${place}/${clinic.finess}`, cookie)).status).toBe(403);
      expect((await w.ask(`${place}/${clinic.finess}/${kept}`, cookie, {})).status).toBe(403);
    }
    expect(await certificates.stateOf(w.ctx, kept)).toBe('active');
  }, 60_000);

  it('has its certificates revoked when it closes, by its own change or by a whole file, and no other’s', async () => {
    const [closing, filed, open] = [
      await administered(w.ctx, '990000421'),
      await administered(w.ctx, '990000431'),
      await administered(w.ctx, '990000441'),
    ];
    const serials: string[] = [];
    for (const who of [closing, filed, open])
      serials.push(await issued(who, await w.cookieOf(who.idNat, who.structure.id), 'Dossier'));
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
  }, 60_000);
});
