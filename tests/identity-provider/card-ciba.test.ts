import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerService } from '../../src/modules/identity-provider/index.js';
import type { Story } from '../../src/sandbox/kit/story.js';
import type { TestApp } from '../support/app.js';
import { CardReader } from './card-reader.js';
import { BACK, type CardWorld, otherPin, useCardWorld } from './card-world.js';

let w: CardWorld;
let t: TestApp;
let story: Story;
let ca: string;

useCardWorld((made) => {
  w = made;
  ({ t, story, ca } = w);
});

const withCard = () => w.withCard();
const other = otherPin;

describe('a sign-in without a browser, by card', () => {
  const asked = { scope: 'openid scope_all', acr_values: 'eidas1', binding_message: '42', channel: 'CARD' };
  let service: Awaited<ReturnType<typeof registerService>>;

  beforeAll(async () => {
    service = await registerService(t.app.ctx, {
      name: 'Logiciel de cabinet',
      redirectUris: [BACK],
      options: { ciba: { delivery: 'poll' } },
    });
  });

  const call = async (path: string, form: Record<string, string>) => {
    const answer = await fetch(`${story.issuer}/protocol/openid-connect/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${service.clientId}:${service.clientSecret}`)}` },
      body: new URLSearchParams(form),
    });
    return (await answer.json()) as Record<string, string>;
  };
  const poll = (id: string) =>
    call('token', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: id });
  const rested = () =>
    sql`update identity_provider.ciba_requests set asked_last_at = null`.execute(t.app.ctx.db);
  const requestsPage = () => `${t.app.config.cardOrigin}/demandes`;

  it('waits at the card reader, where the holder sees the number and types the code', async () => {
    const holder = await withCard();
    const { auth_req_id: id = '' } = await call('ext/ciba/auth', { ...asked, login_hint: holder.idNat });
    expect((await poll(id)).error).toBe('authorization_pending');
    const page = await holder.reader.get(requestsPage());
    expect(page.body).toContain('Logiciel de cabinet');
    expect(page.body).toContain('42');
    const action = /action="(\/demandes\/[0-9a-f]+)"/.exec(page.body)?.[1] ?? '';
    const at = t.app.config.cardOrigin + action;
    const field = `pin-${action.split('/').at(-1)}`;
    const wrong = await holder.reader.post(at, { decision: 'approve', [field]: other(holder.card.pin) });
    expect(wrong.status).toBe(422);
    expect((await holder.reader.post(at, { decision: 'approve', [field]: holder.card.pin })).status).toBe(
      200,
    );
    await rested();
    const tokens = await poll(id);
    expect(await story.userinfo(tokens.access_token ?? '')).toMatchObject({
      ...{ SubjectNameID: holder.idNat, authMode: 'CARD' },
    });
    expect((await holder.reader.get(requestsPage())).body).toContain('Aucune connexion n’attend');
  });

  it('is decided once, of five who press at the same time, and a form that is too long is not read', async () => {
    const holder = await withCard();
    const { auth_req_id: id = '' } = await call('ext/ciba/auth', { ...asked, login_hint: holder.idNat });
    const page = await holder.reader.get(requestsPage());
    const action = /action="(\/demandes\/[0-9a-f]+)"/.exec(page.body)?.[1] ?? '';
    const at = t.app.config.cardOrigin + action;
    const right = { decision: 'approve', [`pin-${action.split('/').at(-1)}`]: holder.card.pin };
    expect((await holder.reader.post(at, { ...right, more: 'x'.repeat(8192) })).status).toBe(413);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => holder.reader.post(at, right)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422]);
    await rested();
    expect((await poll(id)).access_token).toBeTypeOf('string');
  });

  it('does not wait for a card in the name of a service, which its service does not take', async () => {
    const holder = await withCard();
    await call('ext/ciba/auth', { ...asked, login_hint: holder.idNat });
    const at =
      /action="(\/demandes\/[0-9a-f]+)"/.exec((await holder.reader.get(requestsPage())).body)?.[1] ?? '';
    await sql`update credentials.cards set nominative = false where number = ${holder.card.number}`.execute(
      t.app.ctx.db,
    );
    expect((await holder.reader.get(requestsPage())).body).toContain('Aucune connexion n’attend');
    const field = `pin-${at.split('/').at(-1)}`;
    const decided = await holder.reader.post(t.app.config.cardOrigin + at, { [field]: holder.card.pin });
    expect(decided.status).toBe(422);
  });

  it('is seen and decided by the holder alone, and may be refused', async () => {
    const [holder, stranger] = [await withCard(), await withCard()];
    const { auth_req_id: id = '' } = await call('ext/ciba/auth', { ...asked, login_hint: holder.idNat });
    const page = await holder.reader.get(requestsPage());
    const at = t.app.config.cardOrigin + (/action="(\/demandes\/[0-9a-f]+)"/.exec(page.body)?.[1] ?? '');
    expect((await stranger.reader.get(requestsPage())).body).not.toContain('Logiciel de cabinet');
    const field = `pin-${at.split('/').at(-1)}`;
    expect((await stranger.reader.post(at, { decision: 'approve', [field]: stranger.card.pin })).status).toBe(
      422,
    );
    expect((await new CardReader(ca).get(requestsPage())).status).toBe(403);
    expect((await holder.reader.post(at, { decision: 'refuse' })).status).toBe(200);
    expect((await poll(id)).error).toBe('access_denied');
  });
});
