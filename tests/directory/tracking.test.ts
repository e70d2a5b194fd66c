import { describe, expect, it } from 'vitest';
import { changeMember } from '../../src/modules/authorities/index.js';
import { as } from '../../src/platform/context.js';
import { journalOf } from '../../src/platform/journal.js';
import { html, useVisitors, VISITORS } from './visitors.js';

const v = useVisitors();
const { ask, page } = v;

describe('the tracking page', () => {
  const rowsOf = (text: string) =>
    [...text.matchAll(/<abbr[^>]*>(ORDRE|RPPS|RASS|PSC)<\/abbr>/g)].map(([, hop]) => hop);
  const stagesOf = (text: string) => [...text.matchAll(/stage-title">\d\. (\w+)/g)].map(([, hop]) => hop);

  it('S0-01 S0-03 shows a change of mail as a dated line at each of the four steps, in their order, and none before it is made', async () => {
    expect(await page('ps', '/suivi')).not.toContain('lea.neuve@ordre.example');
    await changeMember(as(v.t.app.ctx, `person:${v.med.idNat}`), {
      memberId: v.med.memberId,
      change: { correspondence: { mail: 'lea.neuve@ordre.example' } },
      act: 'member',
    });
    const early = await page('ps', '/suivi');
    const [change = ''] = early.split('Inscription').slice(0, 1);
    const lines = change.slice(change.indexOf('<abbr')).split('<abbr').slice(1);
    const awaited = lines.map((line) => line.includes('Attendu'));
    // Whatever has arrived when the page is read, what is awaited comes last and still holds the old value.
    expect(awaited).toEqual([...awaited].sort());
    for (const [n, line] of lines.entries())
      expect(line).toContain(
        awaited[n] ? 'lea41@ordre.example (ancienne valeur)' : 'lea.neuve@ordre.example (nouvelle valeur)',
      );
    await v.t.settle();
    const late = await page('ps', '/suivi');
    expect(stagesOf(late)).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
    expect(rowsOf(late).slice(0, 4)).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
    expect(late.split('lea.neuve@ordre.example (nouvelle valeur)').length - 1).toBe(4);
    expect(late).toContain('lea41@ordre.example devient lea.neuve@ordre.example');
    expect(late).not.toContain('Attendu');
  });

  it('S0-02 opens to the person, the support and the information service, and to nobody else', async () => {
    const open = ['ps', 'support', 'operator'];
    expect(await page('ps', '/suivi')).toContain('Suivi de mes données');
    for (const visitor of ['support', 'operator']) {
      const followed = await page(visitor, '/suivi', {
        ...html,
        form: { idNat: v.med.idNat, motif: 'Appel' },
      });
      expect(followed).toContain(`Suivi de ${v.med.idNat}`);
      expect(followed).toContain('l•••••@•••.example');
      expect(followed).not.toContain('lea.neuve@');
      expect((await journalOf(v.t.app.ctx, v.med.idNat, 1))[0]).toMatchObject({
        act: 'tracking.follow',
        reason: 'Appel',
      });
    }
    for (const visitor of VISITORS.filter((name) => !open.includes(name))) {
      const before = await v.refusals();
      for (const answer of [
        await ask(visitor, `/suivi/${v.med.idNat}`),
        await ask(visitor, '/suivi', { form: { idNat: v.med.idNat, motif: 'Curiosité' } }),
      ]) {
        expect([303, 401, 403], visitor).toContain(answer.status);
        expect(await answer.text()).not.toContain('stage-title');
      }
      expect(await v.refusals()).toBe(before + 2);
    }
  });

  it('S0-04 S0-45 gives each step its tool, on the person, to who has the right, and no link is dead', async () => {
    const own = await page('ps', '/suivi');
    const body = own.slice(own.indexOf('id="contenu"'), own.indexOf('</main>'));
    const links = [...body.matchAll(/href="([^"#]+)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
    expect(links).toEqual(
      expect.arrayContaining([
        '/ordres/cnom/coordonnees',
        '/annuaire/compte',
        '/e-cps?appareil=android',
        '/e-cps?appareil=ios',
      ]),
    );
    expect(body).toContain('action="/portail-psc"');
    for (const href of links) expect([href, (await ask('ps', href, html)).status]).toEqual([href, 200]);
    expect((await v.openTool('PSC', 'ps')).status).toBe(200);
    expect(links.some((href) => href.startsWith('/rpps'))).toBe(false);
    expect((await v.openTool('RPPS', 'ps')).status).toBe(403);
    const seen = await page('support', '/suivi', { ...html, form: { idNat: v.med.idNat, motif: 'Appel' } });
    expect(seen).toContain(`href="/annuaire/compte?idNat=${v.med.idNat}"`);
    expect(seen).not.toContain('href="/ordres/cnom/coordonnees"');
    expect(await page('support', `/annuaire/compte?idNat=${v.med.idNat}`)).toContain(
      `value="${v.med.idNat}"`,
    );
  });
});
