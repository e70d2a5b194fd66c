import { describe, expect, it } from 'vitest';
import { type Asker, habilitations } from '../../src/modules/access/index.js';
import { contracts } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { type TestContext, twentyAtOnce } from '../support/context.js';
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

const { errors, findHabilitations, grant, habilitationsOf, KINDS, mayActFor, requireHabilitation, withdraw } =
  habilitations;

let world: TestContext;
useTeamWorld((made) => {
  world = made;
});

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
