import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import {
  currentPublication,
  followMailboxes,
  followMailboxLoad,
  mailboxes,
  projectPeople,
} from '../../src/modules/directory/index.js';
import { createMailbox, registerOperator, withdrawMailbox } from '../../src/modules/messaging/index.js';
import { receive } from '../../src/modules/registry/index.js';
import { hopsBehind } from '../../src/platform/catch-up.js';
import { as } from '../../src/platform/context.js';
import { doctor } from '../registry/people.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  // Nobody reacts by himself: every hop is made by hand.
  world = await testContext();
  const alpha = {
    code: 'alpha',
    name: 'Alpha',
    contact: 'aide@alpha.example',
    domains: ['alpha.mssante.example'],
  };
  await registerOperator(world.ctx, alpha);
});
afterAll(() => world.close());

async function registered(n: number): Promise<string> {
  const { memberId } = await registerMember(as(world.ctx, 'agent:essai'), doctor(n));
  const [outcome] = await receive(world.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error('not received');
  return outcome.idNat;
}
const declare = (idNat: string, local: string) =>
  createMailbox(world.ctx, 'alpha', { address: `${local}@alpha.mssante.example`, type: 'PER', idNat });
const behind = () => followMailboxes.behind?.(world.ctx, 100);
const shown = async (idNat: string) =>
  (await mailboxes(world.ctx, [idNat])).get(idNat)?.map(({ address }) => address) ?? [];

describe('the way of a mailbox to the directory', () => {
  it('is told as late as long as nobody goes it, and makes one publication however often it is gone', async () => {
    const idNat = await registered(1);
    await projectPeople.run(world.ctx, [idNat]);
    const mailbox = await declare(idNat, 'un');
    const table = { 'messaging.mailbox-changed': [followMailboxes] };
    expect(await hopsBehind({ ...world.ctx, reactions: table })).toEqual([
      { reaction: 'directory.follow-mailboxes', kind: 'holders', subjects: [idNat], busy: false },
    ]);
    const { number } = await currentPublication(world.ctx);
    await Promise.all([1, 2, 3].map(() => followMailboxes.run(world.ctx, [idNat])));
    expect([await shown(idNat), await behind()]).toEqual([['un@alpha.mssante.example'], []]);
    expect((await currentPublication(world.ctx)).number).toBe(number + 1);
    await followMailboxLoad.run(world.ctx, ['1']);
    expect((await currentPublication(world.ctx)).number).toBe(number + 1);
    await withdrawMailbox(world.ctx, 'alpha', { id: mailbox.id });
    await followMailboxes.run(world.ctx, [idNat]);
    expect(await shown(idNat)).toEqual([]);
  });

  it('waits for the entry of its holder, and arrives with it', async () => {
    const idNat = await registered(2);
    await declare(idNat, 'deux');
    await followMailboxes.run(world.ctx, [idNat]);
    expect([await shown(idNat), await behind()]).toEqual([[], []]);
    await projectPeople.run(world.ctx, [idNat]);
    expect([await shown(idNat), await behind()]).toEqual([['deux@alpha.mssante.example'], []]);
  });
});
