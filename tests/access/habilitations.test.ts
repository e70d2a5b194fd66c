import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Asker,
  habilitations,
  openSession,
  switchRole,
  userOfToken,
} from '../../src/modules/access/index.js';
import { contracts, upsertStructures } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';
import { entity, habilitate, OPERATOR, representativeOf } from './team.js';

const { errors, findHabilitations, grant, habilitationsOf, KINDS, mayActFor, requireHabilitation, withdraw } =
  habilitations;

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
  await world.app.clock.set(new Date('2026-03-10T09:00:00Z'));
});
afterAll(() => world.close());

const NOT_ALLOWED = expect.objectContaining({ code: 'access.not-allowed', status: 403 });

let next = 0;
const somebody = () => `8997800${String(1000 + next++).padStart(5, '0')}`;
const asker = (kind: Asker['kind'], structureId: string): Asker => ({ kind, scope: [structureId] });

describe('habilitations', () => {
  it('are given by those of the table, for their own structure, and by nobody else', async () => {
    const ours = await entity(world.ctx, '990100001');
    const other = await entity(world.ctx, '990100002');
    const granters: Record<habilitations.HabilitationKind, Asker['kind'][]> = {
      'legal-representative': ['operator'],
      mandataire: ['legal-representative'],
      'technical-admin': ['legal-representative', 'mandataire'],
      'rpps-manager': ['legal-representative', 'mandataire'],
      delegate: ['legal-representative'],
    };
    const roles = ['professional', 'operator', 'manager', 'support', 'agent', 'integrator'] as const;
    for (const kind of KINDS) {
      for (const role of [
        ...roles,
        'legal-representative',
        'mandataire',
        'technical-admin',
        'delegate',
      ] as const) {
        const asked = { kind, idNat: somebody(), name: 'Personne d’essai', structureId: ours.id };
        const given = await grant(world.ctx, asked, asker(role, ours.id)).catch((error) => error);
        if (granters[kind].includes(role)) expect([kind, role, given.state]).toEqual([kind, role, 'open']);
        else expect([kind, role, given]).toEqual([kind, role, NOT_ALLOWED]);
        if (role !== 'operator')
          await expect(grant(world.ctx, asked, asker(role, other.id))).rejects.toMatchObject({ status: 403 });
      }
    }
  });

  it('need a contract that holds, all but the legal representative who signs it', async () => {
    const ours = await entity(world.ctx, '990100003', { contract: false });
    const idNat = somebody();
    await habilitate(world.ctx, 'legal-representative', idNat, ours.id);
    expect(await mayActFor(world.ctx, { idNat, kind: 'legal-representative', structureId: ours.id })).toBe(
      true,
    );
    for (const kind of KINDS.filter((one) => one !== 'legal-representative'))
      await expect(habilitate(world.ctx, kind, idNat, ours.id)).rejects.toEqual(
        contracts.errors.noContract(),
      );
    const { number } = await contracts.signContract(world.ctx, {
      structureId: ours.id,
      signatory: { name: 'Camille Exemple', idNat },
    });
    await habilitate(world.ctx, 'mandataire', idNat, ours.id);
    const acting = { idNat, kind: 'mandataire', structureId: ours.id } as const;
    expect(await mayActFor(world.ctx, acting)).toBe(true);
    await contracts.endContract(world.ctx, { structureId: ours.id, number, reason: 'essai' });
    expect(await mayActFor(world.ctx, acting)).toBe(false);
    await expect(requireHabilitation(world.ctx, acting)).rejects.toEqual(contracts.errors.noContract());
  });

  it('hold from their first day to the last one included, and end at once when withdrawn', async () => {
    const ours = await entity(world.ctx, '990100004');
    const idNat = somebody();
    const given = await grant(
      world.ctx,
      {
        ...{ kind: 'technical-admin', idNat, name: 'Camille Exemple', structureId: ours.id },
        ...{ from: '2026-04-01', to: '2026-04-30' },
      },
      representativeOf(ours.id),
    );
    const on = (day: string) =>
      mayActFor(world.ctx, {
        ...{ idNat, kind: 'technical-admin', structureId: ours.id },
        at: new Date(`${day}T12:00:00Z`),
      });
    expect(await Promise.all(['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01'].map(on))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(await habilitationsOf(world.ctx, idNat)).toEqual([]);
    await expect(
      withdraw(world.ctx, { id: given.id, reason: '' }, asker('support', ours.id)),
    ).rejects.toEqual(NOT_ALLOWED);
    await withdraw(world.ctx, { id: given.id, reason: 'Départ' }, asker('mandataire', ours.id));
    expect(await on('2026-04-10')).toBe(false);
    const again = withdraw(world.ctx, { id: given.id, reason: 'Départ' }, representativeOf(ours.id));
    await expect(again).rejects.toEqual(errors.unknown());
    const acts = (await journalOf(world.ctx, idNat)).map(({ act, reason }) => [act, reason]);
    expect(acts).toEqual([
      ['access.withdraw-habilitation', 'Départ'],
      ['access.grant-habilitation', null],
    ]);
  });

  it('are given once at a time, and again once the former one is over', async () => {
    const ours = await entity(world.ctx, '990100005');
    const idNat = somebody();
    expect(await twentyAtOnce(() => habilitate(world.ctx, 'mandataire', idNat, ours.id))).toBe(1);
    const [first] = await habilitationsOf(world.ctx, idNat);
    await withdraw(world.ctx, { id: first?.id ?? '', reason: 'essai' }, representativeOf(ours.id));
    await habilitate(world.ctx, 'mandataire', idNat, ours.id);
    const all = await findHabilitations(world.ctx, { structures: [ours.id] });
    expect(all.map(({ state }) => state).sort()).toEqual(['closed', 'open']);
  });

  it('know one legal representative, whom the next one replaces, and an interim beside him with an end', async () => {
    const ours = await entity(world.ctx, '990100006');
    const [first, interim, second] = [somebody(), somebody(), somebody()];
    const represent = (idNat: string, more: object = {}) =>
      grant(
        world.ctx,
        { kind: 'legal-representative', idNat, name: 'Direction', structureId: ours.id, ...more },
        OPERATOR,
      );
    await represent(first);
    await expect(represent(interim, { interim: true })).rejects.toMatchObject({ status: 422 });
    await represent(interim, { interim: true, to: '2026-06-30' });
    const may = (idNat: string) =>
      mayActFor(world.ctx, { idNat, kind: 'legal-representative', structureId: ours.id });
    expect([await may(first), await may(interim)]).toEqual([true, true]);
    await represent(second);
    expect([await may(first), await may(interim), await may(second)]).toEqual([false, true, true]);
  });

  it('are found by name, national identifier, structure and state', async () => {
    const ours = await entity(world.ctx, '990100007');
    const other = await entity(world.ctx, '990100008');
    const idNat = somebody();
    for (const structureId of [ours.id, other.id])
      await grant(
        world.ctx,
        { kind: 'mandataire', idNat, name: 'Zélie Introuvable', structureId },
        representativeOf(structureId),
      );
    const found = async (filter: Omit<habilitations.HabilitationFilter, 'structures'>, ids = [ours.id]) =>
      (await findHabilitations(world.ctx, { structures: ids, ...filter })).length;
    expect(await found({ text: 'zélie' })).toBe(1);
    expect(await found({ text: idNat.slice(2) })).toBe(1);
    expect(await found({ text: idNat }, [ours.id, other.id])).toBe(2);
    expect(await found({ text: 'personne' })).toBe(0);
    expect(await found({ kind: 'mandataire', state: 'open' })).toBe(1);
    expect(await found({ kind: 'delegate' })).toBe(0);
    expect(await found({ state: 'closed' })).toBe(0);
    expect(await found({}, [])).toBe(0);
  });

  it('are refused with what is wrong in the form', async () => {
    const ours = await entity(world.ctx, '990100009');
    const good = { kind: 'mandataire', idNat: somebody(), name: 'Camille', structureId: ours.id } as const;
    for (const [field, bad] of [
      ['idNat', { idNat: '' }],
      ['idNat', { idNat: 'abc' }],
      ['name', { name: '  ' }],
      ['to', { to: '2026-03-09' }],
      ['from', { from: '2026-02-30' }],
    ] as const)
      await expect(grant(world.ctx, { ...good, ...bad }, representativeOf(ours.id))).rejects.toMatchObject({
        status: 422,
        fields: [{ field }],
      });
    expect(await habilitationsOf(world.ctx, good.idNat)).toEqual([]);
  });
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
