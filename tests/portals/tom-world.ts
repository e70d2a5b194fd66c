import { afterAll, beforeAll, expect } from 'vitest';
import { type habilitations, openSession, switchRole } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { contracts, type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { habilitate } from '../access/team.js';
import { ADDRESS, type CardsWorld, cardsWorld } from '../credentials/cards-world.js';

/** For a test file: TOM, with cards that are made and travel. `then` runs before the tests with its world. */
export function useTom(then: (w: CardsWorld) => void) {
  let w: CardsWorld;
  beforeAll(async () => {
    w = await cardsWorld();
    then(w);
  }, 120_000);
  afterAll(() => w.stop());

  const ctx = () => w.app.ctx;
  let next = 0;
  const somebody = () => `8997802${String(1000 + next++).padStart(5, '0')}`;

  async function hospital(finess: string, contract = true): Promise<Structure> {
    const made: Structure = {
      ...{ id: `F${finess}`, nationalId: `1${finess}`, finess, kind: 'EJ', name: `Hôpital ${finess}` },
      address: ADDRESS,
    };
    await upsertStructures(ctx(), [made]);
    if (contract)
      await contracts.signContract(ctx(), { structureId: made.id, signatory: { name: 'Direction' } });
    return made;
  }

  async function cookieOf(token: Promise<{ token: string }>): Promise<string> {
    return `esculape_session=${(await token).token}`;
  }

  /** Signed in by the sandbox's card, in the role that the habilitation gives. */
  async function acting(kind: habilitations.HabilitationKind, structureId: string, idNat = somebody()) {
    await habilitate(ctx(), kind, idNat, structureId);
    const { token } = await openSession(ctx(), { idNat, name: 'Camille Mandataire' });
    const role = kind === 'rpps-manager' ? 'manager' : kind;
    return cookieOf(switchRole(ctx(), token, role, structureId));
  }

  async function ask(path: string, cookie: string, fields?: Record<string, string>) {
    const answer = await fetch(`${w.origin}/tom${path}`, {
      redirect: 'manual',
      headers: { accept: 'text/html', origin: w.origin, cookie },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    });
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
  }

  const parkOf = (structureId: string) => cards.cardsOf(ctx(), { structures: [structureId] });
  const ordersOf = (structureId: string) => cards.ordersOf(ctx(), { structures: [structureId] });

  /** Orders cards on the page, and lets them arrive together. */
  async function delivered(
    cookie: string,
    structureId: string,
    ...names: string[]
  ): Promise<cards.HeldCard[]> {
    for (const nom of names)
      expect((await ask('/commande', cookie, { prenom: 'Alix', nom })).location).toBe('/tom?fait=commandee');
    await w.settle();
    await w.advance(9);
    const park = await parkOf(structureId);
    return names.map((nom) => {
      const card = park.find(({ familyName }) => familyName === nom);
      if (!card) throw new Error(`no card came for ${nom}`);
      return card;
    });
  }
  return { ctx, somebody, cookieOf, hospital, acting, ask, parkOf, ordersOf, delivered };
}
