import { afterAll, beforeAll, expect, it } from 'vitest';
import { delegateMailbox, endDelegation } from '../../src/modules/messaging/index.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { type MailWorld, openMailWorld } from './world.js';

let world: MailWorld;

beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

it('an operator learns who may open a mailbox of his besides its holder, and nothing of those of another', async () => {
  const [owner, delegate] = [
    await world.story.register('CNOM', doctor()),
    await world.story.register('CNOM', doctor()),
  ];
  await world.settle();
  const { idNat } = owner;
  const { body } = await world.alpha('POST', '/mailboxes', {
    address: 'une@alpha.mssante.example',
    type: 'PER',
    idNat,
  });
  const path = `/mailboxes/${body.id}/delegates`;
  expect((await world.alpha('GET', path)).body).toEqual({ delegates: [] });
  await delegateMailbox(world.app.ctx, idNat, { id: body.id, idNat: delegate.idNat });
  expect((await world.alpha('GET', path)).body.delegates).toMatchObject([
    { delegate: delegate.idNat, until: null },
  ]);
  expect((await world.beta('GET', path)).status).toBe(404);
  expect((await world.alpha('GET', '/mailboxes/inconnue/delegates')).status).toBe(404);
  await endDelegation(world.app.ctx, idNat, body.id, delegate.idNat);
  expect((await world.alpha('GET', path)).body).toEqual({ delegates: [] });
});
