import { afterAll, beforeAll, expect, it } from 'vitest';
import { grantRole, openSession, switchRole } from '../../src/modules/access/index.js';
import { tellIntegrator } from '../../src/modules/identity-provider/index.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import { startDoor, type TestDoor } from '../support/door.js';

const ORIGIN = 'https://esculape.example';
const PRODUCTION = {
  ESCULAPE_PROFILE: 'production',
  ESCULAPE_ORIGIN: ORIGIN,
  ESCULAPE_SECRET: '4f7d1c0b9a8e6352f1e0d9c8b7a69584',
  RPPS_PREFIX: '1010',
  SMTP_URL: 'smtps://courriel.example',
  SMS_URL: 'https://sms.example/envoi',
  IGC_KEY_BITS: '4096',
};
const MAIL = 'dominique@editeur.example';
const OPERATOR = '810100000017';

let w: TestDoor;
let integrator: string;
let operator: string;

beforeAll(async () => {
  w = await startDoor(['/services', '/exploitation'], { env: PRODUCTION });
  await grantRole(w.ctx, { idNat: OPERATOR, role: 'operator' });
  const { token } = await openSession(w.ctx, { idNat: OPERATOR, signedInBy: 'psc' });
  operator = `esculape_session=${(await switchRole(w.ctx, token, 'operator', '')).token}`;
});
afterAll(() => w.close());

async function ask(path: string, cookie = '', form?: Record<string, string>) {
  const answer = await fetch(`http://127.0.0.1:${w.app.config.port}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', origin: ORIGIN, cookie },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const html = await answer.text();
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    cookies: answer.headers.getSetCookie(),
    version: /name="version" value="(\d+)"/.exec(html)?.[1] ?? '',
    text: html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  };
}

const first = (cookies: readonly string[], name: string) =>
  cookies.find((line) => line.startsWith(`${name}=`))?.split(';')[0] ?? '';

it('signs an integrator up by the link of a mail, which a reader of mail cannot spend by looking', async () => {
  for (const mail of ['', 'personne', `${'a'.repeat(300)}@a.example`])
    expect([mail, (await ask('/services/compte', '', { mail })).status]).toEqual([mail, 422]);
  const said = await ask('/services/compte', '', { mail: MAIL });
  expect(said.text).toContain(`Un lien part à ${MAIL}`);
  const link = /\/services\/compte\/lien\/(\S+)/.exec(w.mails.at(-1)?.text ?? '');
  for (let look = 0; look < 3; look += 1) expect((await ask(link?.[0] ?? '')).status).toBe(200);
  const opened = await ask('/services/compte/lien', '', { jeton: link?.[1] ?? '' });
  expect(opened.location).toBe('/services/raccordement');
  integrator = first(opened.cookies, 'esculape_session');
  expect((await ask('/services/compte/lien', '', { jeton: link?.[1] ?? '' })).status).toBe(410);
  expect((await ask('/services/raccordement', integrator)).text).toContain(MAIL);
  expect((await ask('/exploitation/services', integrator)).status).toBe(403);
});

it('S1-03 an operator decides in production: a reason when refused, a mail either way, a secret told once to the integrator', async () => {
  const declaration = {
    ...{ name: 'Carnet de garde', purpose: 'Savoir qui est de garde.', organisation: 'Éditeur Exemple' },
    ...{ responsible: 'Dominique Exemple', technicalContact: MAIL, functionalContact: MAIL },
    ...{ redirectUris: 'http://service.example/cb', requirePkce: 'oui' },
  };
  const { location } = await ask('/services/raccordement/nouveau', integrator, declaration);
  const page = location.split('?')[0] ?? '';
  expect((await ask(page, integrator)).text).toContain('En production, l’adresse doit être en https.');
  expect((await ask(`${page}/envoyer`, integrator, {})).status).toBe(422);
  const right = { ...declaration, redirectUris: 'https://service.example/cb', version: '1' };
  expect((await ask(`${page}/modifier`, integrator, right)).location).toContain('fait=enregistre');
  // Another tab still shows the former state.
  expect((await ask(`${page}/modifier`, integrator, right)).text).toContain('a changé depuis');
  expect((await ask(`${page}/envoyer`, integrator, {})).location).toContain('fait=envoye');
  expect((await ask(`${page}/secret`, integrator, {})).status).toBe(409);
  expect((await ask('/services/catalogue?q=carnet')).text).toContain('Aucun service ne correspond');

  const file = page.replace('/services/raccordement', '/exploitation/services/dossiers');
  expect((await ask('/exploitation/services', operator)).text).toContain('Carnet de garde');
  const reasonless = await ask(`${file}/refuser`, operator, { motif: ' ' });
  expect([reasonless.status, reasonless.text.includes('Dites pourquoi')]).toEqual([422, true]);
  const version = async () => (await ask(file, operator)).version;
  const seen = await version();
  await ask(`${file}/refuser`, operator, { motif: 'Donnez un contact qui répond.', version: seen });
  expect((await ask(page, integrator)).text).toContain('Donnez un contact qui répond.');
  await ask(`${page}/modifier`, integrator, { ...right, version: '4' });
  await ask(`${page}/envoyer`, integrator, {});
  expect((await ask(file, operator)).text).toContain('https://service.example/cb');
  const unread = await ask(`${file}/accepter`, operator, { version: seen });
  expect([unread.status, unread.text.includes('a changé depuis')]).toEqual([422, true]);
  const now = await version();
  expect((await ask(`${file}/accepter`, operator, { version: now })).location).toContain('fait=accepte');
  expect((await ask(`${file}/accepter`, operator, { version: now })).status).toBe(422);
  const jobs = { ctx: w.ctx, url: w.app.databaseUrl, reactions: {}, handlers: [tellIntegrator] };
  await runPendingJobs(jobs);
  const subjects = w.mails.filter(({ to }) => to === MAIL).map(({ subject }) => subject);
  expect(subjects).toEqual(
    expect.arrayContaining([
      expect.stringContaining('dossier à reprendre'),
      expect.stringContaining('est raccordé'),
    ]),
  );

  const given = await ask(`${page}/secret`, integrator, {});
  const sealed = first(given.cookies, 'esculape_secret');
  const shown = await ask(page, `${integrator}; ${sealed}`);
  expect(shown.text).toContain('montré cette seule fois');
  expect((await ask(page, integrator)).text).not.toContain('montré cette seule fois');
  expect((await ask('/services/catalogue?q=carnet')).text).toContain('Éditeur Exemple');
});
