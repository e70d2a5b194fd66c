import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { member, memberHistory } from '../../src/modules/authorities/index.js';
import { makeMember, type TestMember } from './members.js';
import { type PortalApp, startPortals } from './portal-app.js';

const PAGE = '/ordres/cnop/coordonnees';

describe('«Mes coordonnées»', () => {
  let app: PortalApp;
  let pharmacist: TestMember;
  let cookie: string;

  beforeAll(async () => {
    app = await startPortals();
    pharmacist = await makeMember(app.ctx, 'CNOP', 3);
    cookie = await app.cookieOf({ idNat: pharmacist.idNat, signedInBy: 'CNOP' });
  });
  afterAll(() => app.stop());

  const held = async () => {
    const found = await member(app.ctx, pharmacist.memberId);
    if (!found) throw new Error('gone');
    return found;
  };
  const save = async (fields: Record<string, string>, as = cookie) => {
    const { version } = await held();
    return app.post(
      PAGE,
      { version: String(version), mail: 'camille@neuf.example', mobile: '06 39 98 77 77', ...fields },
      as,
    );
  };

  it('records what the member typed, and shows who changed what, when, from what to what', async () => {
    const answer = await save({
      streetNumber: '12',
      streetType: 'RUE',
      street: 'des Lilas',
      postcode: '35000',
      communeName: 'rennes',
    });
    expect(answer.location).toBe(`${PAGE}?fait=enregistre`);
    const { record, version } = await held();
    expect(record.correspondence).toMatchObject({
      mail: 'camille@neuf.example',
      mobile: { e164: '+33639987777', original: '06 39 98 77 77', source: 'member' },
      address: {
        street: 'des Lilas',
        postcode: '35000',
        commune: '35238',
        communeName: 'Rennes',
        departement: '35',
      },
    });
    const last = (await memberHistory(app.ctx, pharmacist.memberId)).at(-1);
    expect([last?.version, last?.act, last?.by]).toEqual([
      version,
      'change-contacts-by-member',
      `person:${pharmacist.idNat}`,
    ]);
    const { text } = await app.get(`${PAGE}?fait=enregistre`, cookie);
    for (const shown of [
      'Coordonnées enregistrées',
      'camille.3@membre.example',
      '06 39 98 00 03',
      '06 39 98 77 77',
      'Le professionnel',
    ])
      expect(text).toContain(shown);
  });

  it('leaves nothing changed, and says where, when something typed is wrong', async () => {
    const { version } = await held();
    const wrong: [Record<string, string>, string][] = [
      [{ mail: '' }, 'mail'],
      [{ mail: 'camille@' }, 'mail'],
      [{ mail: 'a b@exemple.example' }, 'mail'],
      [{ mobile: '' }, 'mobile'],
      [{ mobile: '01 99 00 12 34' }, 'mobile'],
      [{ mobile: '06 39 98' }, 'mobile'],
      [{ street: 'des Lilas' }, 'postcode'],
      [{ street: 'des Lilas', postcode: '00000', communeName: 'Rennes' }, 'postcode'],
      [{ street: 'des Lilas', postcode: '35000', communeName: 'Paris' }, 'communeName'],
      [{ streetType: 'XXX', street: 'a', postcode: '35000', communeName: 'Rennes' }, 'streetType'],
      [{ street: 'a'.repeat(101), postcode: '35000', communeName: 'Rennes' }, 'street'],
    ];
    for (const [fields, field] of wrong) {
      const answer = await save(fields);
      expect([field, answer.status, answer.text.includes(`id="f-${field}-error"`)]).toEqual([
        field,
        422,
        true,
      ]);
      if (fields.mail) expect(answer.text).toContain(fields.mail);
    }
    expect((await held()).version).toBe(version);
  });

  it('records nothing when nothing changes, and refuses a form read before another change', async () => {
    const now = await held();
    const same = {
      mail: now.record.correspondence.mail ?? '',
      streetNumber: '12',
      streetType: 'RUE',
      street: 'des Lilas',
    };
    const answer = await save({ ...same, postcode: '35000', communeName: 'Rennes' });
    expect(answer.location).toBe(`${PAGE}?fait=inchange`);
    expect((await held()).version).toBe(now.version);
    const stale = await save({ version: String(now.version - 1), mail: 'autre@neuf.example' });
    expect(stale.status).toBe(422);
    expect((await held()).version).toBe(now.version);
  });

  it('puts the last change back, once, and keeps the trace of both', async () => {
    await save({ mail: 'erreur@neuf.example' });
    const { version } = await held();
    const undone = await app.post(`${PAGE}/annuler`, { version: String(version) }, cookie);
    expect(undone.location).toBe(`${PAGE}?fait=annule`);
    expect((await held()).record.correspondence.mail).toBe('camille@neuf.example');
    expect((await app.post(`${PAGE}/annuler`, { version: String(version) }, cookie)).status).toBe(409);
    const acts = (await memberHistory(app.ctx, pharmacist.memberId)).map(({ act }) => act);
    expect(acts.slice(-2)).toEqual(['change-contacts-by-member', 'undo-contacts']);
  });

  it('writes for nobody but the member himself', async () => {
    const before = (await held()).version;
    const other = await makeMember(app.ctx, 'CNOP', 4);
    const stranger = await app.cookieOf({ idNat: other.idNat });
    await save({ mail: 'vole@neuf.example' }, stranger);
    for (const who of [{ role: 'agent', scope: 'CNOP' }, { role: 'support' }, { role: 'cpam' }])
      expect((await save({ mail: 'vole@neuf.example' }, await app.cookieOf(who))).status).toBe(403);
    expect((await save({ mail: 'vole@neuf.example' }, '')).status).toBe(303);
    expect((await held()).version).toBe(before);
  });

  it('never obeys or shows as markup what somebody typed', async () => {
    await save({ mention: '<script>alert(1)</script>', postcode: '35000', communeName: 'Rennes' });
    const { text } = await app.get(PAGE, cookie);
    expect(text).not.toContain('<script>alert(1)');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });
});
