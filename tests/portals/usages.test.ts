import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { dmpMatrixFile } from '../../src/modules/guidance/index.js';
import { createMailbox } from '../../src/modules/messaging/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { send } from '../api/client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

let t: TestApp;
let story: Story;
let operator: string;

beforeAll(async () => {
  t = await startTestApp();
  story = new Story(t.origin);
  operator = await story.bearer('operator');
});
afterAll(() => t.stop());

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const page = async (path: string, bearer?: string) => text(await story.page(path, bearer));

/** Sends a form as the operator, or as somebody else. */
const post = (path: string, fields: Record<string, string>, bearer = operator) =>
  fetch(t.origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${bearer}`, accept: 'text/html' },
    body: new URLSearchParams(fields),
  });

describe('the page of usages', () => {
  it('answers on the day that is asked, filtered, with the text of each answer, to programs too', async () => {
    const before = await page('/usages?service=insi&moyen=psc&date=2025-12-18');
    expect(before).toContain('INSi n’accepte pas encore Pro Santé Connect');
    expect(before).toContain('jusqu’au 18 décembre 2025');
    const after = await page('/usages?service=insi&moyen=psc&date=2025-12-19');
    expect(after).not.toContain('n’accepte pas encore');
    expect(after).not.toContain('Déposer un document');
    expect(await page('/usages?date=2025-02-30')).toContain('Cette date ne se lit pas');
    const overview = await story.page('/usages?date=2025-12-18');
    expect(overview).toMatch(
      /href="[^"]*date=2025-12-18#insi-search.psc.1"[^>]*><span class="tag tag-danger">Non/,
    );
    expect(await story.page('/usages?date=2025-12-19')).toMatch(
      /#insi-search.psc.2"[^>]*><span class="tag tag-success">Oui/,
    );
    const { body } = await send(`${t.origin}/usages/matrice.json?date=2025-12-18`, 'GET');
    expect([body.date, body.rows.length]).toEqual(['2025-12-18', body.acts.length * body.means.length]);
    expect(body.rows).toContainEqual(expect.objectContaining({ id: 'insi-search.psc.1', answer: 'no' }));
  });

  it('S3-69 offers a personal mailbox to the holder of a CPS who has a right to it, and to nobody else', async () => {
    const { idNat } = await story.register('CNOM', doctor());
    await t.settle();
    await send(`${t.origin}/sandbox/api/cards`, 'POST', { idNat, type: 'CPS' });
    const own = await page('/usages/moi', await story.personBearer(idNat));
    expect(own).toMatch(/CPS \d{10}/);
    expect(own).toMatch(/Ouvrir sa BAL nominative Oui pour les professions/);
    expect(own).toContain('Vous pouvez activer une BAL nominative');
    const record = doctor() as { exercises: Record<string, unknown>[] };
    const student = {
      ...record,
      exercises: [{ ...record.exercises[0], category: 'E', skills: [], activities: [] }],
    };
    const other = await story.register('CNOM', student);
    await t.settle();
    const refused = await page('/usages/moi', await story.personBearer(other.idNat));
    expect(refused).not.toContain('Vous pouvez activer');
    expect(refused).toContain('Pendant vos études');
    expect(refused).toContain('Vous n’avez pas de moyen actif');
    // Staff whom a structure numbers: another reason, and nothing to order for themselves.
    const session = await openSession(t.app.ctx, { idNat: '3990000028/CPET00001' });
    const staff = await page('/usages/moi', session.token);
    expect(staff).toContain('Elle demande un numéro RPPS');
    expect(staff).toContain('Votre carte se commande par votre employeur');
    expect(staff).toContain('Personnel d’une structure');
    expect(staff).not.toContain('Professionnel de santé');
  });

  it('S3-116 links the matrix of the DMP in force, with its version and its date, and no other once one is loaded', async () => {
    expect(await story.page('/usages')).toContain('href="/usages/dmp"');
    const html = await story.page('/usages/dmp');
    expect(text(html)).toContain('Version 2023-10 partielle En vigueur depuis le 29 octobre 2023');
    expect(html).toContain('https://www.dmp.fr/matrice-habilitation');
    const nurse = await page('/usages/dmp?lecteur=TRE_G15%2360');
    expect(nurse).toMatch(/Protocole de soins ALD 44 Plan de soins, protocole de soins Lecture/);
    expect(nurse).toMatch(/Certificat médical 52 Certificat, déclaration Aucun accès/);
    expect(await (await fetch(`${t.origin}/usages/dmp.csv`)).text()).toBe(await dmpMatrixFile(t.app.ctx));
    expect(nurse).not.toContain('essai 2');
  });
});

describe('the delegations of a mailbox', () => {
  it('are given and ended by its holder, with a sentence for what is wrong, and by nobody else', async () => {
    const people = [doctor(), doctor(), doctor()].map((record) => story.register('CNOM', record));
    const [owner, delegate, other] = await Promise.all(people);
    await t.settle();
    const idNat = owner?.idNat ?? '';
    const draft = { address: `${idNat}@demo.mssante.example`, type: 'PER', idNat };
    const { id } = await createMailbox(t.app.ctx, 'messagerie-demo', draft);
    const bearer = await story.personBearer(idNat);
    const give = (fields: Record<string, string>, by = bearer) =>
      post('/usages/moi/delegations', { bal: id, ...fields }, by);
    const wrong = await give({ idNat, until: '' });
    expect([wrong.status, text(await wrong.text())]).toEqual([
      422,
      expect.stringContaining('Cette BAL est déjà la vôtre'),
    ]);
    const whom = { idNat: delegate?.idNat ?? '' };
    expect((await give({ ...whom, until: '' })).headers.get('location')).toBe('/usages/moi?fait=delegation');
    const hers = await story.personBearer(whom.idNat);
    expect(await page('/usages/moi', bearer)).toContain(whom.idNat);
    expect(await page('/usages/moi', hers)).toContain(`${draft.address}, de ${idNat}`);
    const stranger = await story.personBearer(other?.idNat ?? '');
    for (const path of ['/usages/moi/delegations', '/usages/moi/delegations/fin'])
      expect([path, (await post(path, { bal: id, ...whom }, stranger)).status]).toEqual([path, 404]);
    expect((await give(whom, operator)).status).toBe(403);
    expect((await post('/usages/moi/delegations/fin', { bal: id, ...whom }, bearer)).status).toBe(303);
    expect(await page('/usages/moi', hers)).not.toContain(draft.address);
  });
});

describe('a version of the matrix', () => {
  const next = async (version: string, date = '2026-01-15') =>
    (await dmpMatrixFile(t.app.ctx, '2024-01-01'))
      .replace('2023-10 partielle', version)
      .replace('# date: 2023-10-29', `# date: ${date}`)
      .replace('Certificat médical;aucun', 'Certificat médical;lecture');

  it('is shown by what it changes, loaded with a reason from its day on, and undone', async () => {
    const matrice = await next('essai 2');
    const preview = await post('/usages/dmp/versions/apercu', { matrice });
    const told = text(await preview.text());
    expect([preview.status, told.includes('Ce qui change (1)')]).toEqual([200, true]);
    expect(told).toMatch(/Infirmier Certificat médical Aucun accès Lecture/);
    expect(await page('/usages/dmp')).toContain('2023-10 partielle');
    expect((await post('/usages/dmp/versions', { matrice, motif: '' })).status).toBe(422);
    expect((await post('/usages/dmp/versions', { matrice, motif: 'arrêté' })).status).toBe(303);
    expect(await page('/usages/dmp')).toContain('Version essai 2 En vigueur depuis le 15 janvier 2026');
    expect(await page('/usages/dmp?date=2026-01-14')).toContain('Version 2023-10 partielle');
    expect(text(await (await post('/usages/dmp/versions', { matrice, motif: 'bis' })).text())).toContain(
      'déjà chargée',
    );
    const list = await story.page('/usages/dmp/versions', operator);
    const [, undo = ''] = /href="(\/usages\/dmp\/versions\/\d+\/annuler)"/.exec(list) ?? [];
    expect(await page(undo, operator)).toContain('Annuler la version essai 2');
    expect((await post(undo, {})).headers.get('location')).toContain('fait=annule');
    expect((await post(undo, {})).headers.get('location')).toContain('fait=deja-annule');
    expect(await page('/usages/dmp')).toContain('Version 2023-10 partielle');
  });

  it('is refused when it is no matrix, line by line, and to whoever is not the operator', async () => {
    const wrong = (await next('essai 3')).replace('TRE_G15#21', 'TRE_G15#9999');
    const refused = await post('/usages/dmp/versions/apercu', { matrice: wrong });
    expect([refused.status, text(await refused.text())]).toEqual([
      422,
      expect.stringMatching(/Ligne \d+ : « TRE_G15#9999 »/),
    ]);
    expect((await post('/usages/dmp/versions', { matrice: 'faux', motif: 'essai' })).status).toBe(422);
    const integrator = await story.bearer('integrator');
    const matrice = await next('essai 4');
    for (const path of ['', '/apercu', '/1/annuler'])
      expect((await post(`/usages/dmp/versions${path}`, { matrice, motif: 'x' }, integrator)).status).toBe(
        403,
      );
    expect(await page('/usages/dmp/versions', operator)).not.toContain('essai 4');
    expect(await journalOf(t.app.ctx, '/usages/dmp/versions')).not.toEqual([]);
  });
});

it('its pages read well, as large as they are and on a small phone', async () => {
  const { idNat } = await story.register('CNOM', doctor());
  await t.settle();
  await story.phone(idNat);
  const draft = { address: `${idNat}@demo.mssante.example`, type: 'PER', idNat };
  await createMailbox(t.app.ctx, 'messagerie-demo', draft);
  const browser = await openBrowser();
  try {
    const shown = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    for (const path of [
      '/usages',
      '/usages?service=insi&moyen=psc',
      '/usages/dmp',
      '/usages/dmp?lecteur=TRE_G15%2360',
    ]) {
      await shown.goto(t.origin + path);
      await judge(shown, `usages${path.replaceAll(/\W+/g, '-')}`);
    }
    await shown.setExtraHTTPHeaders({ authorization: `Bearer ${await story.personBearer(idNat)}` });
    await shown.goto(`${t.origin}/usages/moi`);
    await judge(shown, 'usages-moi');
    await shown.setExtraHTTPHeaders({ authorization: `Bearer ${operator}` });
    await shown.goto(`${t.origin}/usages/dmp/versions`);
    await judge(shown, 'usages-versions');
    await shown
      .getByLabel('Ou le contenu du fichier')
      .fill(
        (await dmpMatrixFile(t.app.ctx, '2024-01-01'))
          .replace('2023-10 partielle', 'essai 5')
          .replace('Certificat médical;aucun', 'Certificat médical;lecture'),
      );
    await shown.getByRole('button', { name: 'Voir ce qui change' }).click();
    await judge(shown, 'usages-apercu');
    await shown.getByLabel('Motif').fill('Nouvel arrêté');
    await shown.getByRole('button', { name: 'Charger cette version' }).click();
    expect(await shown.locator('main').textContent()).toContain('La version est chargée');
  } finally {
    await browser.close();
  }
});
