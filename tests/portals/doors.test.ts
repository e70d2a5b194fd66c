import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantRole, ROLES, type Role } from '../../src/modules/access/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { portals } from '../../src/portals/ordres/portal-texts.js';
import { makeMember, PROFESSIONS, type TestMember } from './members.js';
import { type PortalApp, startPortals } from './portal-app.js';

const SCOPED: readonly Role[] = [
  ...['manager', 'mail-operator', 'legal-representative', 'mandataire'],
  ...['technical-admin', 'delegate'],
] as Role[];

const MEMBER_PAGES = ['coordonnees', 'dossier'];
const AGENT_PAGES = ['agents', 'agents/membres', 'agents/inscription'];

describe('the doors of the ordres', () => {
  let app: PortalApp;
  const members = new Map<string, TestMember>();

  beforeAll(async () => {
    app = await startPortals();
    for (const [rank, code] of Object.keys(PROFESSIONS).entries())
      members.set(code, await makeMember(app.ctx, code, rank));
  });
  afterAll(() => app.stop());

  const memberOf = (code: string) => members.get(code) as TestMember;
  const refusals = async () =>
    (
      await rows(
        app.ctx.db,
        sql<{ n: number }>`select count(*)::int n from platform.journal where outcome = 'refused'`,
      )
    )[0]?.n ?? 0;
  const statuses = (path: string, pages: readonly string[], cookie?: string) =>
    Promise.all(pages.map(async (page) => (await app.get(`${path}/${page}`, cookie)).status));

  it('are those of the eight authorities that have a portal', () => {
    expect(portals().map(({ authority }) => authority.code)).toEqual(Object.keys(PROFESSIONS));
    expect(new Set(portals().map(({ path }) => path)).size).toBe(8);
  });

  for (const { authority, path, tool } of portals()) {
    const code = authority.code;
    it(`${code} opens «${tool}» to its own member, with contact data and history, and refuses the members of the others`, async () => {
      const front = await app.get(path);
      expect([front.status, front.text.includes(tool)]).toEqual([200, true]);
      const own = await app.cookieOf({ idNat: memberOf(code).idNat });
      expect(await statuses(path, MEMBER_PAGES, own)).toEqual([200, 200]);
      const page = await app.get(`${path}/coordonnees`, own);
      expect(page.text).toContain(memberOf(code).record.correspondence.mail);
      expect(page.text).toContain('Historique');
      const file = await app.get(`${path}/dossier`, own);
      expect(file.text).toContain(`/suivi/${memberOf(code).idNat}`);

      for (const other of members.keys()) {
        if (other === code) continue;
        const stranger = await app.cookieOf({ idNat: memberOf(other).idNat });
        const before = await refusals();
        expect([other, ...(await statuses(path, MEMBER_PAGES, stranger))]).toEqual([other, 403, 403]);
        expect(await refusals()).toBe(before + 2);
      }
    });

    it(`${code} opens its agents' pages to its own agent only`, async () => {
      const agent = await app.cookieOf({ role: 'agent', scope: code });
      expect(await statuses(path, AGENT_PAGES, agent)).toEqual([200, 200, 200]);
      expect(await statuses(path, MEMBER_PAGES, agent)).toEqual([403, 403]);
      for (const other of [...members.keys()].filter((one) => one !== code)) {
        const stranger = await app.cookieOf({ role: 'agent', scope: other });
        const before = await refusals();
        expect([other, ...(await statuses(path, AGENT_PAGES, stranger))]).toEqual([other, 403, 403, 403]);
        expect(await refusals()).toBe(before + 3);
      }
    });

    it(`${code} refuses every other role, and sends nobody in particular to sign in`, async () => {
      const pages = [...MEMBER_PAGES, ...AGENT_PAGES];
      for (const role of ROLES.filter((one) => one !== 'professional' && one !== 'agent')) {
        const cookie = await app.cookieOf({ role, ...(SCOPED.includes(role) && { scope: code }) });
        expect([role, ...(await statuses(path, pages, cookie))]).toEqual([role, 403, 403, 403, 403, 403]);
      }
      const professional = await app.cookieOf({ idNat: memberOf(code).idNat });
      expect(await statuses(path, AGENT_PAGES, professional)).toEqual([403, 403, 403]);
      for (const page of pages) {
        const { status, location } = await app.get(`${path}/${page}`);
        expect([page, status]).toEqual([page, 303]);
        expect(location).toContain(`?retour=${encodeURIComponent(`${path}/${page}`)}`);
      }
    });
  }

  it('name the role that opens the page to who has another one, not to who has it elsewhere', async () => {
    const words = 'Elle s’ouvre avec le rôle\u00a0: Agent d’une autorité d’enregistrement.';
    const operator = await app.cookieOf({ role: 'operator' });
    expect((await app.get('/ordres/cnop/agents', operator)).text).toContain(words);
    const elsewhere = await app.cookieOf({ role: 'agent', scope: 'CNOM' });
    const refused = await app.get('/ordres/cnop/agents', elsewhere);
    expect(refused.text).toContain('ne vous est pas ouverte');
    expect(refused.text).not.toContain('ouvre avec le rôle');
  });

  it('offer the role that opens the page to somebody who was given it, and to nobody else', async () => {
    const { idNat } = memberOf('CNOM');
    await grantRole(app.ctx, { idNat, role: 'agent', scope: 'CNOP' });
    const doctor = await app.cookieOf({ idNat, signedInBy: 'psc' });
    const page = '/ordres/cnop/agents';
    const offered = await app.get(page, doctor);
    expect(offered.location).toBe(`/connexion/role?retour=${encodeURIComponent(page)}`);
    expect((await app.get('/ordres/cnosf/agents', doctor)).status).toBe(403);
    expect((await app.get(offered.location ?? '', doctor)).text).toContain('value="CNOP"');

    const taken = { role: 'agent', scope: 'CNOP', retour: page };
    expect((await app.post('/connexion/role', { ...taken, scope: 'CNOSF' }, doctor)).status).toBe(403);
    const agent = await app.post('/connexion/role', taken, doctor);
    expect([agent.status, agent.location]).toEqual([303, page]);
    expect((await app.get(page, agent.cookies)).status).toBe(200);
    expect((await app.get(page, doctor)).status).toBe(303);
    const back = await app.get('/ordres/cnom/coordonnees', agent.cookies);
    expect(back.location).toContain('/connexion/role?retour=');
  });

  it('do not open to the mail link of another ordre, even for somebody who is a member of both', async () => {
    const both = memberOf('CNOM').idNat;
    const byCnom = await app.cookieOf({ idNat: both, signedInBy: 'CNOM' });
    expect((await app.get('/ordres/cnom/coordonnees', byCnom)).status).toBe(200);
    const byCnop = await app.cookieOf({ idNat: both, signedInBy: 'CNOP' });
    expect((await app.get('/ordres/cnom/coordonnees', byCnop)).status).toBe(403);
  });
});
