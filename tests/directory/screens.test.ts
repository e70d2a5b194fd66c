import { describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { HOPS, type Hop } from '../../src/modules/tracking/index.js';
import { as } from '../../src/platform/context.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor } from '../registry/people.js';
import { html, useVisitors, VISITORS } from './visitors.js';

const v = useVisitors();
const { ask, page } = v;

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
        const before = await v.refusals();
        const answer = await v.openTool(hop, visitor);
        const text = await answer.text();
        if (ALLOWED[hop].includes(visitor)) {
          expect([answer.status, hop === 'ORDRE' || text.includes(v.med.idNat)], visitor).toEqual([
            200,
            true,
          ]);
          expect(await v.refusals()).toBe(before);
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
        expect(await v.refusals(), visitor).toBe(before + 1);
      }
    },
  );
});

describe('the consultation screen of the RPPS', () => {
  it('S0-33 lets a CPAM agent search and read a file card, and nobody else', async () => {
    for (const form of [{ q: v.med.idNat }, { q: 'epreuve-eb', naissance: '1980-05-17' }]) {
      expect(await page('cpam', '/rpps', { ...html, form })).toContain(`/rpps/personnes/${v.med.idNat}`);
    }
    const card = await page('cpam', `/rpps/personnes/${v.med.idNat}`);
    for (const text of ['ÉPREUVE-EB', '1980', 'Ordre des médecins', 'Historique', 'enregistré le'])
      expect(card).toContain(text);
    expect(card.match(/<form[^>]*action="(?!\/connexion)/g)).toBeNull();
    for (const visitor of VISITORS.filter((name) => name !== 'cpam')) {
      for (const answer of [
        await ask(visitor, '/rpps'),
        await ask(visitor, '/rpps', { form: { q: v.med.idNat } }),
        await ask(visitor, `/rpps/personnes/${v.med.idNat}`),
      ]) {
        expect([visitor === 'anonymous' ? [303, 401] : [403], visitor]).toEqual([
          expect.arrayContaining([answer.status]),
          visitor,
        ]);
        expect(await answer.text()).not.toContain('ÉPREUVE');
      }
    }
    const looks = (await journalOf(v.t.app.ctx, v.med.idNat, 500)).filter(
      ({ act }) => act === 'registry.look-at-person',
    );
    expect(looks.length).toBeGreaterThan(0);
  });

  it('S0-06 lets an ordre write its own professions only, and a CPAM agent read all and write nothing', async () => {
    const agent = as(v.t.app.ctx, 'agent:essai');
    await expect(registerMember(agent, { ...doctor(43), authority: 'CNOP' })).rejects.toMatchObject({
      status: 422,
    });
    expect((await registerMember(agent, doctor(43))).version).toBe(1);
    await v.t.settle();
    const before = await page('cpam', `/rpps/personnes/${v.med.idNat}`);
    expect(before).toContain('ÉPREUVE-EB');
    for (const [method, path] of [
      ['POST', '/api/authorities/CNOM/registrations'],
      ['PATCH', `/api/authorities/CNOM/registrations/${v.med.idNat.slice(1)}`],
      ['POST', `/api/authorities/CNOM/registrations/${v.med.idNat.slice(1)}/close`],
      ['POST', '/ordres/cnom/coordonnees'],
      ['PUT', `/rpps/personnes/${v.med.idNat}`],
      ['POST', `/rpps/personnes/${v.med.idNat}`],
      ['DELETE', `/rpps/personnes/${v.med.idNat}`],
    ] as const) {
      const answer = await fetch(`${v.t.origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${v.tokens.get('cpam')}`,
          'content-type': 'application/json',
          'if-match': '"1"',
        },
        body: '{}',
      });
      expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
    }
    expect(await page('cpam', `/rpps/personnes/${v.med.idNat}`)).toBe(before);
  });
});

describe('the account page of the Annuaire', () => {
  it('S0-34 shows a professional his own restricted data and the support anyone, with a reason that is journaled', async () => {
    expect(await page('ps', '/annuaire/compte')).toContain('lea41@ordre.example');
    const form = { idNat: v.other.idNat, motif: 'Dossier 12' };
    expect(await page('support', '/annuaire/compte', { ...html, form })).toContain('lea42@ordre.example');
    expect((await journalOf(v.t.app.ctx, v.other.idNat, 1))[0]).toMatchObject({
      act: 'directory.look-at-restricted',
      outcome: 'done',
      reason: 'Dossier 12',
    });
    expect(
      (await ask('support', '/annuaire/compte', { form: { idNat: v.other.idNat, motif: ' ' } })).status,
    ).toBe(422);
    expect((await ask('ps', `/annuaire/compte?idNat=${v.other.idNat}`)).status).toBe(403);
    expect((await ask('ps', '/annuaire/compte', { form })).status).toBe(403);
  });

  it('S3-13 offers editing in the portal of the ordre only: the other screens read, and link there', async () => {
    const screens = [
      await page('cpam', `/rpps/personnes/${v.med.idNat}`),
      await page('ps', '/annuaire/compte'),
      await page('anonymous', `/annuaire/personnes/${v.med.idNat}`),
    ];
    for (const screen of screens) {
      expect(screen).toContain('href="/ordres/cnom"');
      expect(screen.match(/<(input(?! type="hidden")|textarea)/g)).toBeNull();
    }
    expect(await page('ps', '/ordres/cnom/coordonnees')).toMatch(/<input[^>]*name="mail"/);
  });
});

describe('one person on every screen', () => {
  it('S4-05 is found by one identifier in the register, the Annuaire, Pro Santé Connect and the tracking', async () => {
    const screens = (idNat: string) => [
      page('cpam', '/rpps', { ...html, form: { q: idNat } }),
      page('cpam', `/rpps/personnes/${idNat}`),
      page('anonymous', `/annuaire?q=${idNat}`),
      page('anonymous', `/annuaire/personnes/${idNat}`),
      page('anonymous', '/portail-psc', { ...html, form: { idNat } }),
      page('support', '/suivi', { ...html, form: { idNat, motif: 'Appel' } }),
    ];
    for (const [mine, foreign] of [
      [v.med.idNat, v.other.idNat],
      [v.other.idNat, v.med.idNat],
    ] as const) {
      for (const screen of await Promise.all(screens(mine))) {
        expect(screen).toContain(mine);
        expect(screen).not.toContain(foreign);
      }
    }
  });

  it('S4-21 shows the régalienne block with its certification to those who may see it, and the public the other one', async () => {
    const regalienne = /Date de naissance|État de l’identité|17 mai 1980|17\/05\/1980/;
    for (const full of [
      await page('cpam', `/rpps/personnes/${v.med.idNat}`),
      await page('ps', '/annuaire/compte'),
    ]) {
      expect(full).toMatch(regalienne);
      expect(full).toContain('INSEE');
      expect(full).toContain('Exercice\u00a0: Médecin');
    }
    const open = await page('anonymous', `/annuaire/personnes/${v.med.idNat}`);
    expect(open).toContain('Médecin');
    expect(open).toContain('Ordre des médecins');
    expect(open).not.toMatch(regalienne);
    expect(open).not.toContain('INSEE');
  });
});
