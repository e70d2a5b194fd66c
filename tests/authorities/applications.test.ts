import { describe, expect, it } from 'vitest';
import {
  authoritiesErrors,
  changeContacts,
  closeMember,
  draftApplication,
  member,
  memberActs,
  memberHistory,
  moveApplication,
  registerMember,
  submitApplication,
  submitDraft,
  suspendMember,
  validateApplication,
} from '../../src/modules/authorities/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import { as } from '../../src/platform/context.js';
import { doctor } from '../registry/people.js';
import { useWorld } from '../registry/world.js';

const world = useWorld();
const agent = () => as(world.ctx, 'agent:7');
const applicant = () => as(world.ctx, 'person:1');
const validation = { agent: 'agent-7', checked: ['carte d’identité', 'diplôme'] };
const application = (n: number) => ({ authority: 'CNOM', record: doctor(n).record });

describe('an application', () => {
  it('S3-08 gives nobody to the register until an agent validates it, and the act stays readable', async () => {
    const { memberId } = await submitApplication(applicant(), application(1));
    expect(await receive(world.ctx, [memberId])).toEqual([{ memberId, status: 'unknown' }]);
    await moveApplication(agent(), { memberId, act: 'take-up' });
    expect(await receive(world.ctx, [memberId])).toEqual([{ memberId, status: 'unknown' }]);
    await expect(validateApplication(applicant(), { memberId, validation })).rejects.toMatchObject({
      status: 409,
    });
    const empty = { agent: '', checked: [] };
    await expect(validateApplication(agent(), { memberId, validation: empty })).rejects.toMatchObject({
      code: authoritiesErrors.invalidRecord([]).code,
      fields: [{ field: 'validation/agent' }, { field: 'validation/checked' }],
    });
    expect(await receive(world.ctx, [memberId])).toEqual([{ memberId, status: 'unknown' }]);

    await validateApplication(agent(), { memberId, validation });
    const [outcome] = await receive(world.ctx, [memberId]);
    if (outcome?.status !== 'received') throw new Error('not received');
    expect((await persons(world.ctx, [outcome.idNat])).get(outcome.idNat)?.state).toBe('active');
    const file = await member(world.ctx, memberId);
    expect(file).toMatchObject({ state: 'active', idNat: outcome.idNat, validation });
    const acts = await memberActs(world.ctx, memberId);
    expect(acts.map((one) => one.act)).toEqual(['draft', 'submit', 'take-up', 'validate']);
    expect(acts.at(-1)).toMatchObject({ by: 'agent:7', details: validation });
    expect(acts.at(-1)?.at).toBeInstanceOf(Date);
  });

  it('S4-22 cannot be handed in without the five traits, and can with them', async () => {
    const { record } = application(2);
    for (const trait of ['birthName', 'givenNames', 'sex', 'birthDate', 'birthPlace'] as const) {
      const { [trait]: _, ...civilStatus } = record.civilStatus;
      const partial = { ...record, civilStatus } as typeof record;
      const { memberId } = await draftApplication(applicant(), { authority: 'CNOM', record: partial });
      const refusal = await submitDraft(applicant(), memberId).catch((error) => error);
      expect(refusal).toMatchObject({ status: 422 });
      expect(refusal.fields).toHaveLength(1);
      expect(refusal.fields[0].field).toContain(`civilStatus/${trait}`);
      expect((await member(world.ctx, memberId))?.state).toBe('draft');
    }
    const { memberId } = await submitApplication(applicant(), application(2));
    expect((await member(world.ctx, memberId))?.state).toBe('submitted');
  });

  it('goes back to the applicant for a complement, and can be refused', async () => {
    const { memberId } = await submitApplication(applicant(), application(3));
    await moveApplication(agent(), { memberId, act: 'take-up' });
    await moveApplication(agent(), { memberId, act: 'ask-complement', reason: 'diplôme illisible' });
    await expect(validateApplication(agent(), { memberId, validation })).rejects.toMatchObject({
      status: 409,
    });
    await moveApplication(applicant(), { memberId, act: 'give-complement', record: doctor(33).record });
    await moveApplication(agent(), { memberId, act: 'refuse', reason: 'pièces fausses' });
    expect((await member(world.ctx, memberId))?.state).toBe('refused');
    await expect(validateApplication(agent(), { memberId, validation })).rejects.toMatchObject({
      status: 409,
    });
    expect((await memberActs(world.ctx, memberId)).at(-1)?.details).toEqual({ reason: 'pièces fausses' });
  });

  it('is refused to an authority that is not competent for the profession', async () => {
    const wrong = submitApplication(applicant(), { ...application(4), authority: 'CNOP' });
    await expect(wrong).rejects.toMatchObject({
      fields: [{ field: 'exercises/0/profession', code: 'not-competent' }],
    });
    await expect(
      submitApplication(applicant(), { ...application(4), authority: 'XXX' }),
    ).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is not registered by the person himself', async () => {
    await expect(registerMember(applicant(), doctor(5))).rejects.toMatchObject({ status: 403 });
  });
});

describe('the contacts of a member', () => {
  it('change with their history: who, when, old and new', async () => {
    world.at('2026-03-01T10:00:00Z');
    const { memberId } = await registerMember(world.ctx, doctor(10));
    world.at('2026-03-02T10:00:00Z');
    await changeContacts(applicant(), {
      memberId,
      mail: 'neuf@ordre.example',
      mobile: '06 39 98 00 12',
      act: 'member',
    });
    const held = await member(world.ctx, memberId);
    expect(held?.record.correspondence).toEqual({
      mail: 'neuf@ordre.example',
      mobile: { e164: '+33639980012', original: '06 39 98 00 12', source: 'member' },
    });
    expect((await memberHistory(world.ctx, memberId)).at(-1)).toMatchObject({
      version: 2,
      by: 'person:1',
      act: 'change-contacts-by-member',
      recordedAt: new Date('2026-03-02T10:00:00Z'),
      changed: expect.arrayContaining([
        { field: 'correspondence/mail', from: 'lea10@ordre.example', to: 'neuf@ordre.example' },
        { field: 'correspondence/mobile/e164', to: '+33639980012' },
      ]),
    });
    const same = await changeContacts(applicant(), { memberId, mobile: '+33 6 39 98 00 12', act: 'member' });
    expect(same.version).toBe(2);
    await changeContacts(applicant(), { memberId, mail: null, act: 'member' });
    expect((await member(world.ctx, memberId))?.record.correspondence.mail).toBeUndefined();
  });

  it('are refused field by field, on a stale version, and on a closed file', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(11));
    const wrong = changeContacts(applicant(), {
      memberId,
      mail: 'pas une adresse',
      mobile: '12',
      act: 'member',
    });
    await expect(wrong).rejects.toMatchObject({
      fields: [
        { field: 'mail', code: 'mail-wrong' },
        { field: 'mobile', code: 'mobile-wrong' },
      ],
    });
    await expect(
      changeContacts(applicant(), { memberId, mail: 'a@b.example', expectedVersion: 9, act: 'member' }),
    ).rejects.toMatchObject({ status: 412, data: { currentVersion: 1 } });
    await closeMember(agent(), { memberId, reason: 'RL', on: '2026-03-01' });
    await expect(
      changeContacts(applicant(), { memberId, mail: 'a@b.example', act: 'member' }),
    ).rejects.toMatchObject({
      status: 409,
    });
  });

  it('20 changes that read the same version leave one', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(12));
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        changeContacts(applicant(), {
          memberId,
          mail: `m${i}@ordre.example`,
          expectedVersion: 1,
          act: 'member',
        }),
      ),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await memberHistory(world.ctx, memberId)).toHaveLength(2);
  });
});

describe('a suspended member', () => {
  it('has no exercise in the register until he is taken back, and the register is not told why', async () => {
    const { memberId } = await registerMember(world.ctx, doctor(20));
    const current = async () => {
      const [outcome] = await receive(world.ctx, [memberId]);
      const idNat = outcome?.status === 'received' ? outcome.idNat : '';
      return (await persons(world.ctx, [idNat])).get(idNat);
    };
    expect((await current())?.exercises).toHaveLength(1);
    world.at('2026-04-01T10:00:00Z');
    await suspendMember(agent(), memberId, 'suspend', 'décision du conseil');
    expect(await current()).toMatchObject({ state: 'closed', exercises: [] });
    world.at('2026-05-01T10:00:00Z');
    await suspendMember(agent(), memberId, 'resume', 'fin de la décision');
    const back = await current();
    expect(back).toMatchObject({ state: 'active' });
    expect(back?.exercises).toHaveLength(1);
    expect(JSON.stringify(back)).not.toContain('décision');
    await expect(suspendMember(applicant(), memberId, 'suspend', 'moi')).rejects.toMatchObject({
      status: 409,
    });
  });
});
