import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habilitations } from '../../src/modules/access/index.js';
import { certificates } from '../../src/modules/credentials/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { representativeOf } from '../access/team.js';
import { type Administered, administered, withCard } from './administered.js';
import {
  BASE,
  CODE,
  CONTACTS,
  issued,
  ordered,
  type PlatformDoor,
  platformDoor,
  secrets,
} from './platform-door.js';
import { signingRequest } from './signing-request.js';
import { refusalOf } from './world.js';

const { errors } = certificates;
let w: PlatformDoor;

beforeAll(async () => {
  w = await platformDoor();
});
afterAll(() => w.close());

const listed = (who: Administered) => certificates.certificatesOf(w.ctx, `1${who.finess}`);

describe('a technical administrator', () => {
  it('S3-96 orders, retrieves, downloads, renews and revokes, every act being traced; nobody else can', async () => {
    const clinic = await administered(w.ctx, '990000241');
    const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = `${BASE}/${clinic.finess}`;
    w.mails.length = 0;
    const retrieval = await ordered(w, clinic, cookie, 'Dossier');
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
  });

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
    const serial = await issued(w, client, cookie, 'Radio');
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
  });

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
  });

  it('changes who is told before the end, and makes and withdraws external keys for servers', async () => {
    const clinic = await administered(w.ctx, '990000301');
    const cookie = await w.cookieOf(clinic.idNat, clinic.structure.id);
    const place = `${BASE}/${clinic.finess}`;
    const serial = await issued(w, clinic, cookie, 'Dossier');
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
  });
});
