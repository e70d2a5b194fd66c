import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMembers, member, memberActs, memberHistory } from '../../src/modules/authorities/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import { portals } from '../../src/portals/ordres/portal-texts.js';
import { makeMember, recordOf } from './members.js';
import { type PortalApp, startPortals } from './portal-app.js';

const AGENTS = '/ordres/cnom/agents';

const FORM = {
  birthName: 'Épreuve',
  givenNames: 'Léa, Anne-Marie',
  sex: 'F',
  birthDate: '1991-06-07',
  birthCountry: '99100',
  birthTown: 'Rennes',
  birthPostcode: '35000',
  job: '10:C',
  civility: 'DR',
  orderNumber: '35/1234',
  since: '2020-01-02',
  mail: 'lea@membre.example',
  mobile: '06 39 98 00 77',
};

const cnom = portals().find(({ authority }) => authority.code === 'CNOM');
const boxes = Object.fromEntries((cnom?.texts.checks ?? []).map(({ key }) => [`check-${key}`, 'oui']));
const CHECKLIST = { document: 'Passeport', last4: '12AB', seenOn: '2026-01-05', ...boxes };

describe('the agents of an ordre', () => {
  let app: PortalApp;
  let agent: string;

  beforeAll(async () => {
    app = await startPortals();
    agent = await app.cookieOf({ role: 'agent', scope: 'CNOM' });
  });
  afterAll(() => app.stop());

  const handIn = async (fields: Record<string, string> = {}) => {
    const answer = await app.post(`${AGENTS}/inscription`, { ...FORM, ...fields }, agent);
    return { ...answer, file: answer.location ?? '', id: answer.location?.split('/').at(-1) ?? '' };
  };
  const stateOf = async (id: string) => (await member(app.ctx, id))?.state;
  const people = async () => (await rows(app.ctx.db, sql`select 1 from registry.persons`)).length;

  it('S3-08 let nobody into the RPPS before one of them validates, and the act says who, when and what was checked', async () => {
    const { file, id } = await handIn();
    expect((await app.get(file, agent)).text).toContain('Épreuve'.toUpperCase());
    expect(await receive(app.ctx, [id])).toEqual([{ memberId: id, status: 'unknown' }]);
    expect((await app.post(`${file}/valider`, CHECKLIST, agent)).status).toBe(422);
    await app.post(`${file}/instruire`, {}, agent);
    expect(
      (await app.post(`${file}/valider`, { ...CHECKLIST, last4: '', 'check-diploma': '' }, agent)).status,
    ).toBe(422);
    expect([await stateOf(id), await people()]).toEqual(['in-review', 0]);

    expect((await app.post(`${file}/valider`, CHECKLIST, agent)).status).toBe(303);
    const [outcome] = await receive(app.ctx, [id]);
    const idNat = outcome?.status === 'received' ? outcome.idNat : '';
    expect((await persons(app.ctx, [idNat])).get(idNat)?.civilStatus?.birthName).toBe('ÉPREUVE');
    const validated = (await memberActs(app.ctx, id)).find(({ act }) => act === 'validate');
    expect(validated?.by).toMatch(/^agent:[0-9a-f-]{36}$/);
    expect(Date.now() - (validated?.at.getTime() ?? 0)).toBeLessThan(600_000);
    expect(validated?.details).toMatchObject({ agent: 'Compte d’essai (CNOM)' });
    expect(validated?.details.checked).toContain('Passeport …12AB, vue le 2026-01-05');
    const page = await app.get(file, agent);
    expect(page.text).toContain('Passeport …12AB');
  });

  it('ask for a complement, receive it, and refuse with a reason; each step is journaled', async () => {
    const { file, id } = await handIn({ birthName: 'Complément', mobile: '06 39 98 00 78' });
    await app.post(`${file}/instruire`, {}, agent);
    expect((await app.post(`${file}/complement`, { complement: ' ' }, agent)).status).toBe(422);
    await app.post(`${file}/complement`, { complement: 'Le diplôme manque' }, agent);
    expect(await stateOf(id)).toBe('complement-requested');
    await app.post(`${file}/complement-recu`, {}, agent);
    expect((await app.post(`${file}/refuser`, { motif: '' }, agent)).status).toBe(422);
    await app.post(`${file}/refuser`, { motif: 'Diplôme non reconnu' }, agent);
    expect(await stateOf(id)).toBe('refused');
    expect((await app.get(file, agent)).text).toContain('Diplôme non reconnu');
    expect(await receive(app.ctx, [id])).toEqual([{ memberId: id, status: 'unknown' }]);
    const acts = (await journalOf(app.ctx, id)).map(({ act }) => act).reverse();
    expect(acts).toEqual(
      ['submit', 'instruire', 'complement', 'complement-recu', 'refuser'].map((a) => `ordres.${a}`),
    );
    expect((await app.post(`${file}/n-importe-quoi`, {}, agent)).status).toBe(404);
  });

  it('read next to each field what is wrong with a registration, and nothing is kept of it', async () => {
    const before = (await listMembers(app.ctx, { authority: 'CNOM', states: ['submitted', 'draft'] })).length;
    const wrong: [Record<string, string>, string][] = [
      [{ birthName: '' }, 'birthName'],
      [{ givenNames: ' , ' }, 'givenNames'],
      [{ sex: 'X' }, 'sex'],
      [{ birthDate: '1991-02-30' }, 'birthDate'],
      [{ birthDate: '2091-02-03' }, 'birthDate'],
      [{ birthPostcode: '99999' }, 'birthPostcode'],
      [{ birthTown: 'Ys' }, 'birthTown'],
      [{ birthCountry: '99109', birthTown: '' }, 'birthTown'],
      [{ job: '' }, 'job'],
      [{ job: '60:C' }, 'job'],
      [{ job: '10:M' }, 'job'],
      [{ civility: 'ROI' }, 'civility'],
      [{ mail: 'lea' }, 'mail'],
      [{ mobile: '01 99 00 12 34' }, 'mobile'],
      [{ idNat: '12' }, 'idNat'],
    ];
    for (const [fields, field] of wrong) {
      const { status, text } = await handIn(fields);
      expect([field, status, text.includes(`href="#f-${field}"`)]).toEqual([field, 422, true]);
    }
    expect(await listMembers(app.ctx, { authority: 'CNOM', states: ['submitted', 'draft'] })).toHaveLength(
      before,
    );
  });

  it('find a member, look (which is journaled) and change the exercise name, with old and new in the history', async () => {
    const doctor = await makeMember(app.ctx, 'CNOM', 30);
    const found = await app.get(`${AGENTS}/membres?q=${doctor.record.civilStatus.birthName}`, agent);
    const page = `${AGENTS}/membres/${doctor.memberId}`;
    expect(found.text).toContain(page);
    expect((await app.get(`${AGENTS}/membres?q=INCONNU`, agent)).text).toContain('Aucun membre trouvé');
    await app.get(page, agent);

    const rename = { version: '1', exercice: '0', 'nom-0': 'NOUVEAU', 'prenom-0': 'Camille' };
    expect((await app.post(`${page}/nom`, { ...rename, 'nom-0': '' }, agent)).status).toBe(422);
    expect((await app.post(`${page}/nom`, rename, agent)).status).toBe(303);
    expect((await app.post(`${page}/nom`, { ...rename, 'nom-0': 'TROP-TARD' }, agent)).status).toBe(422);
    const changed = (await memberHistory(app.ctx, doctor.memberId)).at(-1)?.changed;
    expect(changed).toEqual([
      { field: 'exercises/0/name', from: doctor.record.exercises[0]?.name, to: 'NOUVEAU' },
    ]);
    expect((await app.get(page, agent)).text).toContain('NOUVEAU');
    const acts = (await journalOf(app.ctx, doctor.idNat)).map(({ act }) => act).reverse();
    expect(acts).toEqual(['ordres.see-member', 'ordres.change-exercise-name', 'ordres.see-member']);
  });

  it('correct the contacts of a member who can no longer sign in', async () => {
    const doctor = await makeMember(app.ctx, 'CNOM', 31);
    const page = `${AGENTS}/membres/${doctor.memberId}`;
    const fields = { version: '1', mail: 'corrige@membre.example', mobile: '06 39 98 00 99' };
    expect((await app.post(`${page}/coordonnees`, { ...fields, mail: 'x' }, agent)).status).toBe(422);
    expect((await app.post(`${page}/coordonnees`, fields, agent)).status).toBe(303);
    const { record } = (await member(app.ctx, doctor.memberId)) ?? {};
    expect(record?.correspondence).toMatchObject({
      mail: fields.mail,
      mobile: { e164: '+33639980099', source: 'agent' },
    });
  });

  it('see nothing of another authority, and nobody else takes a step in their files', async () => {
    const pharmacist = await makeMember(app.ctx, 'CNOP', 32);
    for (const path of ['membres', 'dossiers'])
      expect((await app.get(`${AGENTS}/${path}/${pharmacist.memberId}`, agent)).status).toBe(404);
    const { file, id } = await handIn({ birthName: 'Tiers', mobile: '06 39 98 00 79' });
    const others = [
      { role: 'agent', scope: 'CNOP' },
      { role: 'support' },
      { role: 'cpam' },
      { idNat: pharmacist.idNat },
    ];
    for (const who of others) {
      const cookie = await app.cookieOf(who);
      for (const step of ['instruire', 'valider', 'refuser'])
        expect((await app.post(`${file}/${step}`, CHECKLIST, cookie)).status).toBe(403);
      expect((await app.post(`${AGENTS}/inscription`, FORM, cookie)).status).toBe(403);
    }
    expect(await stateOf(id)).toBe('submitted');
    for (const broken of ['1', 'x'.repeat(36), '../../etc'])
      expect((await app.get(`${AGENTS}/dossiers/${encodeURIComponent(broken)}`, agent)).status).toBe(404);
  });

  it('turn the pages of a long list and meet each file once', async () => {
    for (let rank = 40; rank < 68; rank += 1) {
      const { civilStatus } = recordOf('CNOM', rank);
      await handIn({ birthName: civilStatus.birthName, mobile: `06 39 98 01 ${rank}` });
    }
    const seen: string[] = [];
    let path: string | undefined = AGENTS;
    for (let pages = 0; path && pages < 5; pages += 1) {
      const { text } = await app.get(path, agent);
      seen.push(...[...text.matchAll(/agents\/dossiers\/([0-9a-f-]{36})/g)].map((match) => match[1] ?? ''));
      path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    const all = await listMembers(app.ctx, {
      authority: 'CNOM',
      states: ['submitted', 'in-review'],
      limit: 200,
    });
    expect(seen.sort()).toEqual(all.map(({ memberId }) => memberId).sort());
  });
});
