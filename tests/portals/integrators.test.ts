import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { ticketFigures } from '../../src/modules/guidance/index.js';
import { countSignIns } from '../../src/modules/identity-provider/index.js';
import { availability, measureAvailability } from '../../src/modules/tracking/index.js';
import { startDoor, type TestDoor } from '../support/door.js';

const OTHER = 'https://esculape.example';

let w: TestDoor;
let integrator: string;
let operator: string;

beforeAll(async () => {
  const prefixes = ['/services', '/documentation', '/exploitation', '/auth', '/annuaire'];
  w = await startDoor(prefixes, { env: { OTHER_ORIGIN: `${OTHER}/` } });
  const cookie = async (role: string) => `esculape_session=${(await openSession(w.ctx, { role })).token}`;
  [integrator, operator] = [await cookie('integrator'), await cookie('operator')];
});
afterAll(() => w.close());

async function ask(path: string, cookie = '', form?: Record<string, string>) {
  const answer = await fetch(w.origin + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', origin: w.origin, cookie },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const html = await answer.text();
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    text: html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
    html,
  };
}

describe('the documentation', () => {
  it('S4-70 is read without an account and leads to every guide; what is one’s own asks to sign in', async () => {
    const index = await ask('/documentation');
    expect(index.status).toBe(200);
    const links = [...index.html.matchAll(/<a href="(\/documentation\/[^"]+|\/services\/securite)"/g)];
    expect(links.length).toBeGreaterThan(3);
    for (const [, href = ''] of links) expect([href, (await ask(href)).status]).toEqual([href, 200]);
    const examples = await ask('/documentation/exemples');
    const each = [...examples.html.matchAll(/href="(\/documentation\/exemples\/[^"]+)"/g)];
    expect(each.length).toBe(6);
    for (const [, href = ''] of each) {
      const example = await ask(href);
      expect([href, example.status, example.text.includes('{issuer}')]).toEqual([href, 200, false]);
    }
    for (const path of ['/services/raccordement', '/services/support']) {
      const refused = await ask(path);
      expect([path, refused.status, refused.location]).toEqual([
        path,
        303,
        expect.stringContaining('/connexion'),
      ]);
    }
  });

  it('S4-68 has a version and a change log, and takes remarks, which operators read; an empty one is none', async () => {
    const guide = await ask('/documentation/guide');
    const version = /Version (\d+\.\d+) du \d{2}\/\d{2}\/\d{4}/.exec(guide.text)?.[1];
    const log = await ask('/documentation/versions');
    expect(log.text).toContain(`Version ${version}`);
    expect([...log.text.matchAll(/Version \d+\.\d+/g)].length).toBeGreaterThan(1);
    expect((await ask('/documentation/guide', '', { page: 'ciba', text: '  ' })).status).toBe(422);
    const remark = { page: 'ciba', version: version ?? '', text: 'Dites combien de temps attendre.' };
    expect((await ask('/documentation/guide', '', remark)).location).toBe('/documentation/guide?merci=1');
    const read = await ask('/exploitation/services', operator);
    expect(read.text).toContain(`Dites combien de temps attendre. ciba ${version}`);
    const id = /services\/remarques\/(\d+)/.exec(read.html)?.[1];
    await ask(`/exploitation/services/remarques/${id}`, operator, {});
    expect((await ask('/exploitation/services', operator)).text).not.toContain('combien de temps attendre');
  });
});

describe('the support', () => {
  it('S4-69 takes a question in a category, and tracks how long its answer took; nobody else reads it', async () => {
    const asked = { contact: 'd@editeur.example', subject: 'PKCE', text: 'Faut-il PKCE ?' };
    const refused = await ask('/services/support', integrator, { ...asked, category: 'humeur' });
    expect([refused.status, refused.text.includes('Choisissez une catégorie')]).toEqual([422, true]);
    const { location } = await ask('/services/support', integrator, { ...asked, category: 'technical' });
    const path = location.split('?')[0] ?? '';
    expect((await ask(path, integrator)).text).toContain('Première réponse après pas encore');
    const stranger = sql`update guidance.tickets set account = gen_random_uuid()`;
    const question = path.replace('/services/support', '/exploitation/services/demandes');
    await w.app.clock.set(new Date(w.app.clock.now().getTime() + 90 * 60_000));
    expect((await ask(question, operator, { text: 'Oui, avec S256.' })).location).toContain('fait=repondu');
    expect((await ask(path, integrator)).text).toMatch(/Première réponse après 1[\s\u00a0]h 30[\s\u00a0]min/);
    const [figures] = await ticketFigures(w.ctx);
    expect(figures).toMatchObject({ category: 'technical', asked: 1, waiting: 0 });
    expect(Math.round((figures?.answerMs ?? 0) / 60_000)).toBe(90);
    expect((await ask('/exploitation/services', operator)).text).toContain('Technique');
    await stranger.execute(w.ctx.db);
    expect((await ask(path, integrator)).status).toBe(404);
    expect((await ask(question, integrator)).status).toBe(403);
  });
});

describe('the state of services', () => {
  it('S4-58 shows sandbox, production and support with a contact; what was not measured is not said to be up', async () => {
    const before = await ask('/services/etat');
    expect(before.text).toMatch(/Bac à sable Pas encore mesuré/);
    await measureAvailability(w.ctx);
    const { text, html } = await ask('/services/etat');
    expect(text).toMatch(/Bac à sable En service Vous y êtes/);
    expect(text).toMatch(/Production Autre installation/);
    expect(html).toContain(`href="${OTHER}/services/etat"`);
    expect(html).toContain('href="mailto:support@esculape.example"');
    await sql`update tracking.beats set answered = false where part = 'keys'`.execute(w.ctx.db);
    expect((await ask('/services/etat')).text).toMatch(/Bac à sable Perturbé/);
    await sql`delete from tracking.beats`.execute(w.ctx.db);
  });

  it('counts a minute in which nobody could ask as one without an answer', async () => {
    await sql`insert into tracking.beats (minute, part, answered)
      select date_trunc('minute', now()) - n * interval '1 minute', 'sign-in', n % 10 <> 5
      from generate_series(1, 200) n where n % 10 <> 0`.execute(w.ctx.db);
    const [measured] = await availability(w.ctx, 1);
    // Of two hundred minutes (or one more, when one just ended), twenty were missed and twenty failed.
    expect(measured?.answered).toBe(160);
    expect(measured?.minutes).toBeGreaterThanOrEqual(199);
    expect(measured?.minutes).toBeLessThanOrEqual(201);
    expect((await ask('/services/etat')).text).toMatch(/Connexion \(Pro Santé Connect\) (79|80),?\d*/);
  });
});

describe('services that operators know of', () => {
  it('S1-08 are noted by an operator, judged by the rules, listed as long as they are not connected, and withdrawn', async () => {
    const entries = '/exploitation/services/entrees';
    const noted = { name: 'Carnet national', organisation: 'Agence', kind: 'national', PASSWORD: 'oui' };
    expect((await ask(entries, operator, { ...noted, name: ' ' })).status).toBe(422);
    expect((await ask(entries, integrator, noted)).status).toBe(403);
    expect((await ask('/services/conformite')).text).not.toContain('Carnet national');
    expect((await ask(entries, operator, noted)).location).toBe(`${entries}?fait=note`);
    const judged = (await ask('/services/conformite')).text;
    expect(judged).toMatch(/Carnet national Agence Service national[^.]*exigé[^.]*mot de passe local/);
    expect((await ask('/services/catalogue?q=carnet+national')).text).toContain(
      'PSC exigé depuis le 01/01/2023',
    );
    const id = /catalogue\/([0-9a-f-]{36})/.exec((await ask(entries, operator)).html)?.[1];
    await ask(`${entries}/${id}/retrait`, operator, {});
    expect((await ask('/services/conformite')).text).not.toContain('Carnet national');
  });
});

describe('the deployment page', () => {
  it('S4-71 shows services, active e-CPS, sign-ins by month and by means; small numbers are not told', async () => {
    await sql`insert into identity_provider.visits (account_id, client_id, sid, means, silent, at)
      select gen_random_uuid(), 'a', 'sid' || n, case when n <= 13 then 'MOBILE' when n <= 20 then 'CARD' else 'WEBAUTHN' end,
        false, now() from generate_series(1, 23) n`.execute(w.ctx.db);
    await countSignIns(w.ctx);
    const { text } = await ask('/services/deploiement');
    expect(text).toMatch(/Services raccordés 0/);
    expect(text).toMatch(/e-CPS actives moins de 5/);
    const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
    expect(text).toContain(`${month.slice(5, 7)}/${month.slice(0, 4)} 25`);
    expect(text).toMatch(/Application e-CPS 15 Carte 5 Clé de sécurité moins de 5/);
    expect(text).not.toMatch(/ 13 | 23 /);
    await countSignIns(w.ctx);
    expect((await ask('/services/deploiement')).text).toBe(text);
  });
});
