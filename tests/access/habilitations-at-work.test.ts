import { describe, expect, it } from 'vitest';
import {
  type Asker,
  habilitations,
  openSession,
  switchRole,
  userOfToken,
} from '../../src/modules/access/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import type { TestContext } from '../support/context.js';
import {
  asker,
  entity,
  habilitate,
  NOT_ALLOWED,
  OPERATOR,
  representativeOf,
  somebody,
  useTeamWorld,
} from './team.js';

const { errors, grant, habilitationsOf, KINDS, mayActFor, withdraw } = habilitations;

let world: TestContext;
useTeamWorld((made) => {
  world = made;
});

describe('a third structure', () => {
  it('is chosen once its own legal representative has activated it, and serves its clients only', async () => {
    const { ctx } = world;
    const [vendor, client, other] = [
      await entity(ctx, '990200001'),
      await entity(ctx, '990200002'),
      await entity(ctx, '990200003'),
    ];
    const byClient = representativeOf(client.id);
    const choice = { client: client.id, third: vendor.id };
    const choose = () => habilitations.chooseThirdStructure(ctx, choice, byClient);
    await expect(choose()).rejects.toEqual(errors.notThirdStructure());
    await expect(habilitations.activateThirdStructure(ctx, vendor.id, byClient)).rejects.toEqual(NOT_ALLOWED);
    await habilitations.activateThirdStructure(ctx, vendor.id, representativeOf(vendor.id));
    await choose();
    await expect(choose()).rejects.toEqual(errors.alreadyChosen());
    expect(await habilitations.thirdStructuresOf(ctx, client.id)).toEqual([vendor.id]);

    const idNat = somebody();
    const assign = (structureId: string) =>
      grant(
        ctx,
        { kind: 'technical-admin', idNat, name: 'Prestataire', structureId, via: vendor.id },
        asker('delegate', vendor.id),
      );
    await expect(assign(other.id)).rejects.toEqual(errors.notClient());
    await assign(client.id);
    const serves = (structureId: string) => mayActFor(ctx, { idNat, kind: 'technical-admin', structureId });
    expect(await Promise.all([client.id, vendor.id, other.id].map(serves))).toEqual([true, false, false]);
    await habilitations.leaveThirdStructure(ctx, choice, byClient);
    expect(await serves(client.id)).toBe(false);
    expect(await habilitationsOf(ctx, idNat)).toEqual([]);
    // Chosen again, it serves by those whom it names again.
    await choose();
    expect(await serves(client.id)).toBe(false);
    await assign(client.id);
    expect(await serves(client.id)).toBe(true);
  });

  it('that ends as one serves nobody any more', async () => {
    const { ctx } = world;
    const [vendor, client] = [await entity(ctx, '990200004'), await entity(ctx, '990200005')];
    await habilitations.activateThirdStructure(ctx, vendor.id, representativeOf(vendor.id));
    await habilitations.chooseThirdStructure(
      ctx,
      { client: client.id, third: vendor.id },
      representativeOf(client.id),
    );
    const idNat = somebody();
    const asked = { kind: 'technical-admin', idNat, name: 'Prestataire', structureId: client.id } as const;
    await grant(ctx, { ...asked, via: vendor.id }, representativeOf(vendor.id));
    await habilitations.deactivateThirdStructure(ctx, vendor.id, representativeOf(vendor.id));
    expect(await mayActFor(ctx, asked)).toBe(false);
    expect(await habilitations.thirdStructures(ctx)).not.toContain(vendor.id);
    await habilitations.activateThirdStructure(ctx, vendor.id, representativeOf(vendor.id));
    expect(await habilitations.clientsOf(ctx, vendor.id)).toEqual([]);
    expect(await mayActFor(ctx, asked)).toBe(false);
  });
});

describe('a session', () => {
  it('takes each habilitation as a role, for its structure, and loses it with the habilitation', async () => {
    const { ctx } = world;
    const ours = await entity(ctx, '990300001');
    const idNat = somebody();
    const roles: Record<habilitations.HabilitationKind, Asker['kind']> = {
      'legal-representative': 'legal-representative',
      mandataire: 'mandataire',
      'technical-admin': 'technical-admin',
      'rpps-manager': 'manager',
      delegate: 'delegate',
    };
    for (const kind of KINDS) {
      const role = roles[kind];
      const { token } = await openSession(ctx, { idNat, signedInBy: 'psc' });
      await expect(switchRole(ctx, token, role, ours.id)).rejects.toMatchObject({ status: 403 });
      const { id } = await habilitate(ctx, kind, idNat, ours.id);
      await expect(switchRole(ctx, token, role, 'F990300002')).rejects.toMatchObject({ status: 403 });
      const taken = await switchRole(ctx, token, role, ours.id);
      expect(taken.user).toMatchObject({ kind: role, scope: [ours.id], idNat });
      const by = kind === 'legal-representative' ? OPERATOR : representativeOf(ours.id);
      await withdraw(ctx, { id, reason: 'essai' }, by);
      expect(await userOfToken(ctx, taken.token)).toBeUndefined();
    }
  });

  it('loses the role after its last day, and cannot take it when signed in by mail', async () => {
    const { ctx } = world;
    const ours = await entity(ctx, '990300003');
    const idNat = somebody();
    const asked = { kind: 'mandataire', idNat, name: 'Camille', structureId: ours.id } as const;
    await grant(ctx, { ...asked, to: '2026-03-11' }, representativeOf(ours.id));
    const byMail = await openSession(ctx, { idNat, signedInBy: 'CNOM' });
    await expect(switchRole(ctx, byMail.token, 'mandataire', ours.id)).rejects.toMatchObject({ status: 403 });
    const { token } = await openSession(ctx, { idNat, signedInBy: 'psc' });
    const taken = await switchRole(ctx, token, 'mandataire', ours.id);
    await world.app.clock.set(new Date('2026-03-11T22:30:00Z'));
    expect(await userOfToken(ctx, taken.token)).toBeDefined();
    await world.app.clock.set(new Date('2026-03-12T09:00:00Z'));
    expect(await userOfToken(ctx, taken.token)).toBeUndefined();
  });
});

it('of a legal entity hold for its establishments, and those of an establishment for itself alone', async () => {
  const { ctx } = world;
  const ours = await entity(ctx, '990400001');
  const sites = ['F990400002', 'F990400003'];
  await upsertStructures(
    ctx,
    sites.map((id) => ({
      id,
      finess: id.slice(1),
      kind: 'EG' as const,
      name: id,
      finessLegalEntity: '990400001',
    })),
  );
  const [ofEntity, ofSite] = [somebody(), somebody()];
  await habilitate(ctx, 'mandataire', ofEntity, ours.id);
  const asked = { kind: 'mandataire', idNat: ofSite, name: 'Camille', structureId: sites[0] ?? '' } as const;
  await grant(ctx, asked, representativeOf(ours.id));
  const may = (idNat: string, structureId: string) =>
    mayActFor(ctx, { idNat, kind: 'mandataire', structureId });
  const all = [ours.id, ...sites];
  expect(await Promise.all(all.map((id) => may(ofEntity, id)))).toEqual([true, true, true]);
  expect(await Promise.all(all.map((id) => may(ofSite, id)))).toEqual([false, true, false]);
  const upwards = grant(ctx, { ...asked, structureId: ours.id }, representativeOf(sites[0] ?? ''));
  await expect(upwards).rejects.toEqual(NOT_ALLOWED);
});
