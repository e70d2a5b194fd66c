import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../src/platform/db/connection.js';
import { Browser } from './browser.js';
import { described, type Form, read, refreshOf, ways } from './given-tokens.js';
import { personas } from './personas.js';
import { type Asked, ask, relyingParty, type Service, signIn } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { asService, BY_ENGINE, type Told, told } from './two-ways.js';
import { BACK, newService, type Phone, publish, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone, service } = all);
});

/** The form that redeems a code, just given. */
async function aCode(of = service, more: Form = {}): Promise<Form> {
  const asked: Asked = await ask(await relyingParty(w, of), { scope: 'openid scope_all', ...more });
  const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
  const code = back.searchParams.get('code') ?? '';
  return { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: asked.verifier };
}

const token = (form: Form, of = service): Promise<Told> => told(w, 'token', asService(of, form));

describe('the short way of tokens', () => {
  for (const scope of ['openid', 'openid profile', 'openid scope_all'])
    it(`gives for a code with ${scope}, and for its refreshes, what the engine gives`, async () => {
      const short = await token(await aCode(service, { scope }));
      const engine = await token({ ...(await aCode(service, { scope })), ...BY_ENGINE });
      expect(ways(short, engine)).toEqual(['short', 'engine']);
      expect(await described(w, short)).toEqual(await described(w, engine));
      const again = [
        await token(refreshOf(short)),
        await token({ ...refreshOf(engine), ...BY_ENGINE }),
      ] as const;
      expect(ways(...again)).toEqual(['short', 'engine']);
      expect(await described(w, again[0])).toEqual(await described(w, again[1]));
      // Each goes on with what the other gave.
      const third = [
        await token({ ...refreshOf(again[0]), ...BY_ENGINE }),
        await token(refreshOf(again[1])),
      ] as const;
      expect(ways(...third)).toEqual(['engine', 'short']);
      expect(await described(w, third[0])).toEqual(await described(w, third[1]));
    });

  it('notes the visit and the name once, as the engine does', async () => {
    const noted = async (s: Service) =>
      rows(
        w.ctx.db,
        sql`select means, silent, subject from identity_provider.visits v join identity_provider.known_subjects k
          using (client_id, account_id) where v.client_id = ${s.clientId}`,
      );
    const [one, two] = [await newService(w), await newService(w)];
    const given = [
      await token(await aCode(one), one),
      await token({ ...(await aCode(two)), ...BY_ENGINE }, two),
    ];
    expect(ways(...given)).toEqual(['short', 'engine']);
    await token(refreshOf(given[0] as Told), one);
    expect(await noted(one)).toEqual(await noted(two));
    expect(await noted(one)).toHaveLength(1);
  });

  it('spends what is shown: a second time is told by the engine, and ends what a code gave', async () => {
    const code = await aCode();
    const first = await token(code);
    const second = await token(code);
    expect(ways(first, second)).toEqual(['short', 'engine']);
    expect([second.said.status, read(second).error]).toEqual([400, 'invalid_grant']);
    const after = await token(refreshOf(first));
    expect([after.byEngine, after.said.status]).toEqual([true, 400]);
  });

  it('keeps the answer of a refresh for a service that lost it', async () => {
    const first = await token(await aCode());
    const given = await token(refreshOf(first));
    const again = await token(refreshOf(first));
    expect(ways(given, again)).toEqual(['short', 'engine']);
    expect(read(again)).toEqual(read(given));
    const third = await token(refreshOf(given));
    expect([third.byEngine, third.said.status]).toEqual([false, 200]);
  });

  it('takes a secret in the form, and one written as RFC 6749 asks in the header', async () => {
    const { clientId, clientSecret } = service;
    const body = new URLSearchParams({
      ...(await aCode()),
      client_id: clientId,
      client_secret: clientSecret,
    });
    const inForm = await told(w, 'token', { method: 'POST', body });
    const spelt = [clientId, clientSecret].map((text) => text.replaceAll('-', '%2D').replaceAll('_', '%5F'));
    const inHeader = await told(w, 'token', {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(spelt.join(':')).toString('base64')}` },
      body: new URLSearchParams(await aCode()),
    });
    expect(ways(inForm, inHeader)).toEqual(['short', 'short']);
    expect([inForm.said.status, inHeader.said.status]).toEqual([200, 200]);
  });
});

describe('a demand for tokens that is not to be met', () => {
  let other: Service;
  let proving: Service;
  beforeAll(async () => {
    other = await newService(w, { name: 'Autre' });
    proving = await newService(w, { options: { dpop: true } });
  });

  const lies: Record<string, (code: Form) => Promise<Form> | Form> = {
    'another address': (code) => ({ ...code, redirect_uri: `${BACK}/` }),
    'another proof of origin': (code) => ({ ...code, code_verifier: 'a'.repeat(43) }),
    'no proof of origin': ({ code_verifier: _, ...code }) => code,
    'a code of nothing': (code) => ({ ...code, code: 'x'.repeat(43) }),
    'a kind of grant that is not offered': (code) => ({ ...code, grant_type: 'password' }),
    'a wrong secret': (code) => ({ ...code, client_id: service.clientId, client_secret: 'faux' }),
  };
  for (const [what, lie] of Object.entries(lies))
    it(`is refused by the engine alone: ${what}`, async () => {
      const code = await aCode();
      const form = new URLSearchParams(await lie(code));
      const answer = form.has('client_secret')
        ? await told(w, 'token', { method: 'POST', body: form })
        : await token(Object.fromEntries(form));
      expect([answer.byEngine, answer.said.status >= 400]).toEqual([true, true]);
    });

  const changes: Record<string, () => Promise<unknown>> = {
    'a code that ran out': () => set('AuthorizationCode', sql`expires_at = now() - interval '1 second'`),
    'a code that says so': () => set('AuthorizationCode', sql`payload = payload || '{"exp": 1}'`),
    'a code bound to a key': () => set('AuthorizationCode', sql`payload = payload || '{"dpopJkt": "x"}'`),
    'a code of another person': () =>
      set(
        'AuthorizationCode',
        sql`payload = payload || '{"accountId": "00000000-0000-4000-8000-000000000000"}'`,
      ),
    'a grant that ended': () => set('Grant', sql`payload = payload || '{"exp": 1}'`),
    'a grant of another service': () => set('Grant', sql`payload = payload || '{"clientId": "autre"}'`),
  };
  const set = (model: string, change: ReturnType<typeof sql>) =>
    sql`update identity_provider.artifacts set ${change} where model = ${model}`.execute(w.ctx.db);
  for (const [what, change] of Object.entries(changes))
    it(`is refused by the engine alone: ${what}`, async () => {
      const code = await aCode();
      await change();
      const answer = await token(code);
      expect([answer.byEngine, answer.said.status]).toEqual([true, 400]);
    });

  it('is a code or a token of another service, or one of a service that must prove a key', async () => {
    const stolen = await token(await aCode(), other);
    expect([stolen.byEngine, stolen.said.status]).toEqual([true, 400]);
    const given = await token(await aCode());
    const refresh = await token(refreshOf(given), other);
    expect([refresh.byEngine, refresh.said.status]).toEqual([true, 400]);
    const unproven = await token(await aCode(proving), proving);
    expect([unproven.byEngine, unproven.said.status]).toEqual([true, 400]);
  });

  it('is a refresh of somebody struck off, while a smaller scope is the engine’s to judge', async () => {
    const given = await token(await aCode());
    const less = await token({ ...refreshOf(given), scope: 'openid' });
    expect([less.byEngine, read(less).scope]).toEqual([true, 'openid']);
    await publish(w, { ...doctor, version: 7 }, false);
    const answer = await token(refreshOf(less));
    expect([answer.byEngine, answer.said.status, read(answer).error]).toEqual([true, 400, 'invalid_grant']);
    await publish(w, { ...doctor, version: 8 });
  });
});
