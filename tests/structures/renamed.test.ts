import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPublication } from '../../src/modules/directory/index.js';
import { structuresByNationalId, upsertStructures } from '../../src/modules/structures/index.js';
import { hopsBehind } from '../../src/platform/catch-up.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('a structure that changes its name', () => {
  let running: TestApp;
  let story: Story;
  let registered: Registered;

  beforeAll(async () => {
    running = await startTestApp();
    story = new Story(running.origin);
    registered = await story.register('CNOM', doctor());
    await running.settle();
  });
  afterAll(() => running.stop());

  const page = () => story.page(`/annuaire/personnes/${registered.idNat}`);
  const practice = async () => {
    const id = `4${registered.rpps}001`;
    const found = (await structuresByNationalId(running.app.ctx, [id])).get(id);
    if (!found) throw new Error('the practice has no number');
    return found;
  };

  it('has the new name on the page and in the claims of those who work there, under a new publication', async () => {
    expect(await page()).toContain('Cabinet Exemple');
    const before = await currentPublication(running.app.ctx);
    await upsertStructures(running.app.ctx, [{ ...(await practice()), name: 'Cabinet des Tilleuls' }]);
    await running.settle();
    expect(await page()).toContain('Cabinet des Tilleuls');
    expect(await page()).not.toContain('Cabinet Exemple');
    expect((await currentPublication(running.app.ctx)).number).toBeGreaterThan(before.number);
    const phone = await story.phone(registered.idNat);
    const { tokens } = await story.signIn(registered.idNat, phone.id);
    const claims = JSON.stringify(await story.userinfo(tokens.access_token ?? ''));
    expect(claims).toContain('Cabinet des Tilleuls');
  });

  it('leaves nobody behind, and a write that changes nothing gives nobody a new version', async () => {
    const late = async () => (await hopsBehind(running.app.ctx)).flatMap(({ subjects }) => subjects);
    expect(await late()).toEqual([]);
    const before = await currentPublication(running.app.ctx);
    await upsertStructures(running.app.ctx, [await practice()]);
    await running.settle();
    expect(await currentPublication(running.app.ctx)).toEqual(before);
  });

  it('is caught up with when a copy missed the change', async () => {
    const { ctx } = running.app;
    await upsertStructures({ ...ctx, reactions: {} }, [{ ...(await practice()), phone: '0199000042' }]);
    await running.settle();
    const late = (await hopsBehind(ctx)).find(({ reaction }) => reaction === 'directory.follow-structures');
    expect(late?.subjects).toEqual([(await practice()).id]);
  });
});
