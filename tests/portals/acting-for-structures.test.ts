import { afterAll, beforeAll, expect, it } from 'vitest';
import { type habilitations, openSession, switchRole } from '../../src/modules/access/index.js';
import { cards, certificates } from '../../src/modules/credentials/index.js';
import { habilitate } from '../access/team.js';
import { administered } from '../credentials/administered.js';
import { type PortalApp, startPortals } from './portal-app.js';

let app: PortalApp;
beforeAll(async () => {
  app = await startPortals(['/connexion', '/igc/plateforme', '/mes-habilitations', '/tom']);
});
afterAll(() => app.stop());

/** A session of somebody, acting in a role for a structure. */
async function acting(idNat: string, role: Parameters<typeof switchRole>[2], structure: string, by?: string) {
  const { token } = await openSession(app.ctx, { idNat, ...(by && { signedInBy: by }) });
  return `esculape_session=${(await switchRole(app.ctx, token, role, structure)).token}`;
}

it('lets who acts for a structure in by his card or his e-CPS, and by no weaker means', async () => {
  const clinic = await administered(app.ctx, '990000731');
  const director = '899700650731';
  const kinds: habilitations.HabilitationKind[] = ['legal-representative', 'mandataire'];
  for (const kind of kinds) await habilitate(app.ctx, kind, director, clinic.structure.id);
  const doors = [
    ['/igc/plateforme/structures', clinic.idNat, 'technical-admin'],
    [`/igc/plateforme/structures/${clinic.finess}`, clinic.idNat, 'technical-admin'],
    ['/mes-habilitations/structure', director, 'legal-representative'],
    ['/tom', director, 'mandataire'],
  ] as const;
  for (const [path, idNat, role] of doors) {
    const own = await app.get(path, await acting(idNat, role, clinic.structure.id));
    expect([path, own.status]).toEqual([path, 200]);
    // A session by Pro Santé Connect whose means is not known to be one of the two.
    const weak = await app.get(path, await acting(idNat, role, clinic.structure.id, 'psc'));
    expect([path, weak.status, weak.text.includes('carte ou votre e-CPS')]).toEqual([path, 403, true]);
    expect(weak.text).not.toContain(clinic.structure.name);
  }
});

it('shows who administers nothing how to be habilitated, and the card that it takes', async () => {
  const cookie = `esculape_session=${(await openSession(app.ctx, { idNat: '899700650732' })).token}`;
  const page = await app.get('/igc/plateforme/structures', cookie);
  expect([page.status, page.text.includes('Aucune structure à votre nom')]).toEqual([200, true]);
  for (const door of ['/mes-habilitations', '/formulaires/f301'])
    expect(page.text).toContain(`href="${door}"`);
  expect((await app.get('/igc/plateforme/structures/990000731', cookie)).status).toBe(403);
  expect((await app.get('/igc/plateforme/structures/990000731/commander', cookie)).status).toBe(403);
});

it('tells the mandataire which step is next on the way to certificates, and none once one is in use', async () => {
  const { structure, idNat, finess, ctx } = await administered(app.ctx, '990000741');
  await habilitate(app.ctx, 'mandataire', '899700650741', structure.id);
  const cookie = await acting('899700650741', 'mandataire', structure.id);
  const stepsOf = async () => {
    const { text } = await app.get('/mes-habilitations/structure', cookie);
    const list = /<ol[^>]*aria-label="Vers les certificats[\s\S]*?<\/ol>/.exec(text)?.[0] ?? '';
    return [...list.matchAll(/>(Fait|En cours|En attente)</g)].map(([, state]) => state);
  };
  expect(await stepsOf()).toEqual(['Fait', 'Fait', 'Fait', 'En cours']);
  const [held] = (await cards.usableCards(app.ctx, [idNat])).get(idNat) ?? [];
  const order = { product: 'Ordo', contacts: ['si@clinique.example'] };
  const wanted = {
    offer: 'ORG',
    usage: 'AUTH_CLI',
    commonName: 'Dossier',
    csr: undefined,
    field: 'csr0',
  } as const;
  const who = { idNat, finess };
  const [request] = await certificates.orderAs(ctx, who, { ...order, purpose: { kit: false, wanted } });
  expect(await stepsOf()).toEqual(['Fait', 'Fait', 'Fait', 'En cours']);
  await certificates.retrieveAs(ctx, who, {
    ...{ id: request?.id ?? '', revocationCode: 'un code long', revocationCodeAgain: 'un code long' },
    ...{ terms: true, password: 'un mot de passe long' },
  });
  expect(await stepsOf()).toEqual(['Fait', 'Fait', 'Fait', 'Fait']);
  await cards.opposeCard(app.ctx, { number: held?.number ?? '', reason: 'loss' });
  expect(await stepsOf()).toEqual(['Fait', 'En cours', 'Fait', 'Fait']);
});
