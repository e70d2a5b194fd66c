import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { changeMember, registerMember } from '../../src/modules/authorities/index.js';
import { receive } from '../../src/modules/registry/index.js';
import { HOPS, type Hop } from '../../src/modules/tracking/index.js';
import { as } from '../../src/platform/context.js';
import { one } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;
let med: { memberId: string; idNat: string };
let other: { memberId: string; idNat: string };
const tokens = new Map<string, string>();

/** The visitors of the matrix, and those that no tool but the public one is for. */
const VISITORS = [
  'ps',
  'cpam',
  'support',
  'other-ps',
  'anonymous',
  'manager',
  'integrator',
  'operator',
  'agent',
];

async function register(n: number) {
  const contacts = {
    mail: `lea${n}@ordre.example`,
    mobile: { e164: `+336399800${n}`, original: `06 39 98 00 ${n}`, source: 'CNOM' },
  };
  const agent = as(t.app.ctx, 'agent:essai');
  const { memberId } = await registerMember(agent, doctor(n, { correspondence: contacts }));
  const [outcome] = await receive(t.app.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(`not received: ${JSON.stringify(outcome)}`);
  return { memberId, idNat: outcome.idNat };
}

beforeAll(async () => {
  t = await startTestApp();
  med = await register(41);
  other = await register(42);
  await t.settle();
  const who = {
    ps: { idNat: med.idNat },
    'other-ps': { idNat: other.idNat },
    cpam: { role: 'cpam' },
    support: { role: 'support' },
    operator: { role: 'operator' },
    integrator: { role: 'integrator' },
    manager: { role: 'manager', scope: 'F990000002' },
    agent: { role: 'agent', scope: 'CNOM' },
  };
  for (const [name, signIn] of Object.entries(who))
    tokens.set(name, (await openSession(t.app.ctx, signIn)).token);
});
afterAll(() => t.stop());

interface Ask {
  readonly form?: Record<string, string>;
  readonly accept?: string;
}

async function ask(
  visitor: string,
  path: string,
  { form, accept = 'application/json, text/html;q=0.1' }: Ask = {},
) {
  const token = tokens.get(visitor);
  return fetch(`${t.origin}${path}`, {
    redirect: 'manual',
    headers: { accept, ...(token && { authorization: `Bearer ${token}` }) },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
}

const html = { accept: 'text/html' };
const page = async (visitor: string, path: string, options: Ask = html) =>
  (await ask(visitor, path, options)).text();
const refusals = async () =>
  (
    await one(
      t.app.ctx.db,
      sql<{ n: number }>`select count(*)::int n from platform.journal where outcome = 'refused'`,
    )
  )?.n ?? 0;

/** Opens the tool of a step on med. */
const TOOLS: Readonly<Record<Hop, (visitor: string) => Promise<Response>>> = {
  ORDRE: (visitor) => ask(visitor, '/ordres/cnom/coordonnees', html),
  RPPS: (visitor) => ask(visitor, `/rpps/personnes/${med.idNat}`, html),
  RASS: (visitor) =>
    visitor === 'support'
      ? ask(visitor, '/annuaire/compte', { ...html, form: { idNat: med.idNat, motif: 'appel' } })
      : ask(visitor, `/annuaire/compte?idNat=${med.idNat}`, html),
  PSC: (visitor) => ask(visitor, '/portail-psc', { ...html, form: { idNat: med.idNat } }),
};

const ALLOWED: Readonly<Record<Hop, readonly string[]>> = {
  ORDRE: ['ps'],
  RPPS: ['cpam'],
  RASS: ['ps', 'support'],
  PSC: VISITORS,
};

describe('who may look', () => {
  it.each(HOPS)(
    'S0-05 opens the tool of %s to those whom the table names, refuses everybody else, and journals each refusal',
    async (hop) => {
      for (const visitor of VISITORS) {
        const before = await refusals();
        const answer = await TOOLS[hop](visitor);
        const text = await answer.text();
        if (ALLOWED[hop].includes(visitor)) {
          expect([answer.status, hop === 'ORDRE' || text.includes(med.idNat)], visitor).toEqual([200, true]);
          expect(await refusals()).toBe(before);
          continue;
        }
        expect(text).not.toContain('lea41@ordre.example');
        expect(text).not.toContain('ÉPREUVE-EB');
        // A member of the same ordre enters by the same door, and sees his own data.
        if (hop === 'ORDRE' && visitor === 'other-ps') {
          expect(text).toContain('lea42@ordre.example');
          continue;
        }
        expect(answer.status, visitor).toBe(visitor === 'anonymous' ? 303 : 403);
        expect(await refusals(), visitor).toBe(before + 1);
      }
    },
  );
});

describe('the consultation screen of the RPPS', () => {
  it('S0-33 lets a CPAM agent search and read a file card, and nobody else', async () => {
    for (const form of [{ q: med.idNat }, { q: 'epreuve-eb', naissance: '1980-05-17' }]) {
      expect(await page('cpam', '/rpps', { ...html, form })).toContain(`/rpps/personnes/${med.idNat}`);
    }
    const card = await page('cpam', `/rpps/personnes/${med.idNat}`);
    for (const text of ['ÉPREUVE-EB', '1980', 'Ordre des médecins', 'Historique', 'enregistré le'])
      expect(card).toContain(text);
    expect(card.match(/<form[^>]*action="(?!\/connexion)/g)).toBeNull();
    for (const visitor of VISITORS.filter((name) => name !== 'cpam')) {
      for (const answer of [
        await ask(visitor, '/rpps'),
        await ask(visitor, '/rpps', { form: { q: med.idNat } }),
        await ask(visitor, `/rpps/personnes/${med.idNat}`),
      ]) {
        expect([visitor === 'anonymous' ? [303, 401] : [403], visitor]).toEqual([
          expect.arrayContaining([answer.status]),
          visitor,
        ]);
        expect(await answer.text()).not.toContain('ÉPREUVE');
      }
    }
    const looks = (await journalOf(t.app.ctx, med.idNat, 500)).filter(
      ({ act }) => act === 'registry.look-at-person',
    );
    expect(looks.length).toBeGreaterThan(0);
  });

  it('S0-06 lets an ordre write its own professions only, and a CPAM agent read all and write nothing', async () => {
    const agent = as(t.app.ctx, 'agent:essai');
    await expect(registerMember(agent, { ...doctor(43), authority: 'CNOP' })).rejects.toMatchObject({
      status: 422,
    });
    expect((await registerMember(agent, doctor(43))).version).toBe(1);
    await t.settle();
    const before = await page('cpam', `/rpps/personnes/${med.idNat}`);
    expect(before).toContain('ÉPREUVE-EB');
    for (const [method, path] of [
      ['POST', '/api/authorities/CNOM/registrations'],
      ['PATCH', `/api/authorities/CNOM/registrations/${med.idNat.slice(1)}`],
      ['POST', `/api/authorities/CNOM/registrations/${med.idNat.slice(1)}/close`],
      ['POST', '/ordres/cnom/coordonnees'],
      ['PUT', `/rpps/personnes/${med.idNat}`],
      ['POST', `/rpps/personnes/${med.idNat}`],
      ['DELETE', `/rpps/personnes/${med.idNat}`],
    ] as const) {
      const answer = await fetch(`${t.origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${tokens.get('cpam')}`,
          'content-type': 'application/json',
          'if-match': '"1"',
        },
        body: '{}',
      });
      expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
    }
    expect(await page('cpam', `/rpps/personnes/${med.idNat}`)).toBe(before);
  });
});

describe('the account page of the Annuaire', () => {
  it('S0-34 shows a professional his own restricted data and the support anyone, with a reason that is journaled', async () => {
    expect(await page('ps', '/annuaire/compte')).toContain('lea41@ordre.example');
    const form = { idNat: other.idNat, motif: 'Dossier 12' };
    expect(await page('support', '/annuaire/compte', { ...html, form })).toContain('lea42@ordre.example');
    expect((await journalOf(t.app.ctx, other.idNat, 1))[0]).toMatchObject({
      act: 'directory.look-at-restricted',
      outcome: 'done',
      reason: 'Dossier 12',
    });
    expect(
      (await ask('support', '/annuaire/compte', { form: { idNat: other.idNat, motif: ' ' } })).status,
    ).toBe(422);
    expect((await ask('ps', `/annuaire/compte?idNat=${other.idNat}`)).status).toBe(403);
    expect((await ask('ps', '/annuaire/compte', { form })).status).toBe(403);
  });

  it('S3-13 offers editing in the portal of the ordre only: the other screens read, and link there', async () => {
    const screens = [
      await page('cpam', `/rpps/personnes/${med.idNat}`),
      await page('ps', '/annuaire/compte'),
      await page('anonymous', `/annuaire/personnes/${med.idNat}`),
    ];
    for (const screen of screens) {
      expect(screen).toContain('href="/ordres/cnom"');
      expect(screen.match(/<(input(?! type="hidden")|textarea)/g)).toBeNull();
    }
    expect(await page('ps', '/ordres/cnom/coordonnees')).toMatch(/<input[^>]*name="mail"/);
  });
});

describe('the tracking page', () => {
  const rowsOf = (text: string) =>
    [...text.matchAll(/<abbr[^>]*>(ORDRE|RPPS|RASS|PSC)<\/abbr>/g)].map(([, hop]) => hop);
  const stagesOf = (text: string) => [...text.matchAll(/stage-title">\d\. (\w+)/g)].map(([, hop]) => hop);

  it('S0-01 S0-03 shows a change of mail as a dated line at each of the four steps, in their order, and none before it is made', async () => {
    expect(await page('ps', '/suivi')).not.toContain('lea.neuve@ordre.example');
    await changeMember(as(t.app.ctx, `person:${med.idNat}`), {
      memberId: med.memberId,
      change: { correspondence: { mail: 'lea.neuve@ordre.example' } },
      act: 'member',
    });
    const early = await page('ps', '/suivi');
    const [change = ''] = early.split('Inscription').slice(0, 1);
    const waited = change.split('Attendu').length - 1;
    // Whatever has arrived when the page is read, what is awaited comes last.
    expect(
      change
        .slice(change.indexOf('<abbr'))
        .split('<abbr')
        .slice(1)
        .map((row) => row.includes('Attendu')),
    ).toEqual([
      ...Array.from({ length: 4 - waited }, () => false),
      ...Array.from({ length: waited }, () => true),
    ]);
    await t.settle();
    const late = await page('ps', '/suivi');
    expect(stagesOf(late)).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
    expect(rowsOf(late).slice(0, 4)).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
    expect(late.split('lea.neuve@ordre.example (nouvelle valeur)').length - 1).toBe(4);
    expect(late).not.toContain('Attendu');
  });

  it('S0-02 opens to the person, the support and the information service, and to nobody else', async () => {
    const open = ['ps', 'support', 'operator'];
    expect(await page('ps', '/suivi')).toContain('Suivi de mes données');
    for (const visitor of ['support', 'operator']) {
      const followed = await page(visitor, '/suivi', { ...html, form: { idNat: med.idNat, motif: 'Appel' } });
      expect(followed).toContain(`Suivi de ${med.idNat}`);
      expect(followed).toContain('l•••••@•••.example');
      expect(followed).not.toContain('lea.neuve@');
      expect((await journalOf(t.app.ctx, med.idNat, 1))[0]).toMatchObject({
        act: 'tracking.follow',
        reason: 'Appel',
      });
    }
    for (const visitor of VISITORS.filter((name) => !open.includes(name))) {
      const before = await refusals();
      for (const answer of [
        await ask(visitor, `/suivi/${med.idNat}`),
        await ask(visitor, '/suivi', { form: { idNat: med.idNat, motif: 'Curiosité' } }),
      ]) {
        expect([303, 401, 403], visitor).toContain(answer.status);
        expect(await answer.text()).not.toContain('stage-title');
      }
      expect(await refusals()).toBe(before + 2);
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
    expect((await TOOLS.PSC('ps')).status).toBe(200);
    expect(links.some((href) => href.startsWith('/rpps'))).toBe(false);
    expect((await TOOLS.RPPS('ps')).status).toBe(403);
    const seen = await page('support', '/suivi', { ...html, form: { idNat: med.idNat, motif: 'Appel' } });
    expect(seen).toContain(`href="/annuaire/compte?idNat=${med.idNat}"`);
    expect(seen).not.toContain('href="/ordres/cnom/coordonnees"');
    expect(await page('support', `/annuaire/compte?idNat=${med.idNat}`)).toContain(`value="${med.idNat}"`);
  });
});

describe('hostile addresses and forms', () => {
  const HOSTILE = [
    '%00',
    '%FF',
    "'%20or%201=1--",
    '..%2F..%2Fetc',
    '%3Cscript%3E',
    '8'.repeat(3000),
    '3990000002%2F%00',
  ];

  it.each(['ps', 'cpam', 'support', 'anonymous'])(
    'get a readable answer, never a failure of ours: %s',
    async (visitor) => {
      for (const text of HOSTILE) {
        for (const path of [
          `/annuaire?q=${text}&profession=${text}&lieu=${text}&page=${text}`,
          `/annuaire/personnes/${text}`,
          `/annuaire/compte?idNat=${text}`,
          `/suivi/${text}`,
          `/suivi?idNat=${text}`,
          `/rpps/personnes/${text}`,
        ]) {
          const answer = await ask(visitor, path, html);
          expect(answer.status, `${visitor} ${path}`).toBeLessThan(500);
          expect(await answer.text()).not.toContain('<script>');
        }
        for (const path of ['/annuaire/compte', '/suivi', '/rpps']) {
          const value = text.replaceAll('%00', '\0');
          const form = { idNat: value, q: value, naissance: '2026-02-31', motif: value, apres: value };
          expect((await ask(visitor, path, { ...html, form })).status, `${visitor} ${path}`).toBeLessThan(
            500,
          );
          const named = { q: value, idNat: med.idNat, motif: value };
          expect(
            (await ask(visitor, path, { ...html, form: named })).status,
            `${visitor} ${path}`,
          ).toBeLessThan(500);
        }
      }
    },
  );
});
