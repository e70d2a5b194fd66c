import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { portals } from '../../src/portals/ordres/portal-texts.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PROFESSIONS = { CNOM: '10', CNOP: '21', ONI: '60' };

type Code = keyof typeof PROFESSIONS;

describe('the portals of the ordres in the whole chain', () => {
  let running: TestApp;
  let story: Story;
  const members = new Map<Code, Registered>();

  beforeAll(async () => {
    running = await startTestApp();
    story = new Story(running.origin);
    for (const [code, profession] of Object.entries(PROFESSIONS)) {
      const [exercise] = doctor().exercises as Record<string, unknown>[];
      const exercises = [
        { ...exercise, profession, skills: [], ...(code !== 'CNOM' && { civility: undefined }) },
      ];
      members.set(code as Code, await story.register(code, doctor({ exercises })));
    }
    await running.settle();
  });
  afterAll(() => running.stop());

  const memberOf = (code: Code) => members.get(code) as Registered;
  const browserOf = async (who: Parameters<typeof openSession>[1]) => {
    const browser = new HttpBrowser();
    const { token } = await openSession(running.app.ctx, who);
    browser.setCookie(running.origin, 'esculape_session', token);
    return browser;
  };
  const open = (browser: HttpBrowser, path: string) => browser.go(running.origin + path);

  const rows: readonly [string, Code, string][] = [
    ['S0-28', 'CNOM', 'Mon espace'],
    ['S0-29', 'CNOP', 'e-POP'],
    ['S0-30', 'ONI', 'Espace membres'],
  ];
  for (const [row, code, tool] of rows) {
    it(`${row} ${code} gives its members «${tool}»: sign-in, contact data, history; their tracking links to it, and no other member gets in`, async () => {
      const path = portals().find(({ authority }) => authority.code === code)?.path ?? '';
      const stranger = new HttpBrowser();
      await open(stranger, `${path}/coordonnees`);
      expect(stranger.body).toContain(`action="${path}/connexion"`);
      expect(stranger.body).toContain(`<h1>${tool}</h1>`);

      const own = await browserOf({ idNat: memberOf(code).idNat });
      await open(own, `${path}/coordonnees`);
      await own.submit({ mobile: '06 39 98 45 67' }, `${path}/coordonnees`);
      expect(own.body).toContain('Coordonnées enregistrées');
      expect(own.body).toMatch(/06 39 98 12 34[\s\S]*06 39 98 45 67/);
      await running.settle();
      await open(own, `/suivi/${memberOf(code).idNat}`);
      const firstTool = /href="(\/ordres\/[a-z]+[^"]*)"/.exec(own.body)?.[1] ?? '';
      expect(firstTool.startsWith(path)).toBe(true);
      await open(own, firstTool);
      expect(own.status).toBe(200);

      for (const other of [...members.keys()].filter((one) => one !== code)) {
        const intruder = await browserOf({ idNat: memberOf(other).idNat });
        expect((await open(intruder, `${path}/coordonnees`)).status).toBe(403);
      }
    });
  }

  it('S3-13 lets a member edit at the ordre alone: the RPPS and the Annuaire only show, and link there', async () => {
    const { idNat } = memberOf('CNOM');
    const own = await browserOf({ idNat });
    const cpam = await browserOf({ role: 'cpam' });
    const screens: [HttpBrowser, string][] = [
      [own, '/annuaire/compte'],
      [own, `/annuaire/personnes/${idNat}`],
      [cpam, `/rpps/personnes/${idNat}`],
    ];
    for (const [browser, path] of screens) {
      await open(browser, path);
      expect([path, browser.status]).toEqual([path, 200]);
      const links = browser.body.includes('href="/ordres/cnom"');
      const fields = [...browser.body.matchAll(/<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"/g)].map(
        (m) => m[1],
      );
      expect([
        path,
        links,
        fields.filter((name) => !['_csrf', 'q', 'idNat', 'motif'].includes(name ?? '')),
      ]).toEqual([path, true, []]);
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        if (method === 'POST' && path === '/annuaire/compte') continue;
        await browser.go(running.origin + path, undefined, { method, headers: { origin: running.origin } });
        expect([path, method, browser.status]).toEqual([path, method, 404]);
      }
    }
    await open(own, '/ordres/cnom/coordonnees');
    const before = own.body;
    await own.submit({ mail: 'corrige@courriel.example' }, '/ordres/cnom/coordonnees');
    expect([before.includes('name="mail"'), own.body.includes('Coordonnées enregistrées')]).toEqual([
      true,
      true,
    ]);
    await running.settle();
    await open(own, '/annuaire/compte');
    expect(own.body).toContain('corrige@courriel.example');
  });
});
