import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor, type Registered, Story } from '../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from './support/app.js';

describe('the story over plain HTTP', () => {
  let running: TestApp;
  let story: Story;
  let registered: Registered;

  beforeAll(async () => {
    running = await startTestApp();
    story = new Story(running.origin);
  });
  afterAll(() => running.stop());

  it('an ordre registers a doctor, who gets a number', async () => {
    registered = await story.register('CNOM', doctor());
    expect(registered.rpps).toMatch(/^9978\d{7}$/);
    expect(registered.idNat).toBe(`8${registered.rpps}`);
  });

  it('the directory publishes the doctor', async () => {
    await running.settle();
    const page = await fetch(`${running.origin}/annuaire/personnes/${registered.idNat}`);
    expect(page.status).toBe(200);
    // Longer than a proxy keeps its own.
    expect(page.headers.get('keep-alive')).toBe('timeout=75');
    expect(await page.text()).toContain('Cabinet Exemple');
  });

  it('a phone, the code flow, userinfo: the doctor is known to the service', async () => {
    const phone = await story.phone(registered.idNat);
    const { tokens } = await story.signIn(registered.idNat, phone.id);
    const userinfo = await story.userinfo(tokens.access_token ?? '');
    expect(userinfo.SubjectNameID).toBe(registered.idNat);
    expect(userinfo.given_name).toBe('Camille');
  });

  it('a change of exercise name at the ordre is in the next userinfo in less than a second', async () => {
    const phone = await story.phone(registered.idNat);
    const { tokens } = await story.signIn(registered.idNat, phone.id);
    const change = doctor().exercises as Record<string, unknown>[];
    await story.patch('CNOM', registered.rpps, registered.etag, {
      exercises: [{ ...change[0], name: 'NOUVEAU-NOM' }],
    });
    const name = async () => {
      const userinfo = await story.userinfo(tokens.access_token ?? '');
      return (userinfo.SubjectRefPro as { exercices: { nomDexercice: string }[] }).exercices[0]?.nomDexercice;
    };
    await expect.poll(name, { interval: 10 }).toBe('NOUVEAU-NOM');
  });
});
