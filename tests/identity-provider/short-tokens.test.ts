import { decodeJwt, decodeProtectedHeader } from 'jose';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../src/platform/db/connection.js';
import { hashToken } from '../../src/platform/secrets.js';
import { Browser } from './browser.js';
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

// Nobody signs in so often: thirty times in five minutes are enough for one.
beforeEach(() => sql`delete from platform.rate_limits`.execute(w.ctx.db));

type Form = Record<string, string>;

const CIBA = 'urn:openid:params:grant-type:ciba';

/** The form that redeems a code, just given. */
async function aCode(of = service, more: Form = {}): Promise<Form> {
  const asked: Asked = await ask(await relyingParty(w, of), { scope: 'openid scope_all', ...more });
  const back = await signIn(new Browser(w.origin), asked, doctor.idNat, phone);
  const code = back.searchParams.get('code') ?? '';
  return { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: asked.verifier };
}

/** The form that asks for the tokens of a sign-in without a browser, just asked for. */
async function aRequest(of: Service): Promise<Form> {
  const asked = await told(
    w,
    'ext/ciba/auth',
    asService(of, {
      ...{ scope: 'openid scope_all', login_hint: doctor.idNat },
      ...{ binding_message: '07', acr_values: 'eidas1' },
    }),
  );
  return { grant_type: CIBA, auth_req_id: read(asked).auth_req_id ?? '' };
}

/** The same, approved on the phone. */
async function anApproved(of: Service): Promise<Form> {
  const form = await aRequest(of);
  await phone.answer('approve', 7);
  return form;
}

const token = (form: Form, of = service): Promise<Told> => told(w, 'token', asService(of, form));

const read = ({ said }: Told) => JSON.parse(said.body) as Record<string, string>;

const refreshOf = (given: Told): Form => ({
  grant_type: 'refresh_token',
  refresh_token: read(given).refresh_token ?? '',
});

/** Members that two sign-ins never have alike. */
const OWN = [
  'exp',
  'iat',
  'iiat',
  'jti',
  'sid',
  'session_state',
  'nonce',
  'auth_time',
  'at_hash',
  'authTime',
];
const OF_STORE = [...OWN, 'grantId', 'sessionUid'];

const without = (names: readonly string[], value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, names.includes(name) ? typeof held : held]),
  );

/** What the store holds of what was given, by hash. */
async function stored(given: Told) {
  const body = read(given);
  const ids = [decodeJwt(body.access_token ?? '').jti ?? '', body.refresh_token ?? ''].map(hashToken);
  const held = await rows(
    w.ctx.db,
    sql<{
      model: string;
      payload: Record<string, object>;
      life: number;
      linked: boolean;
    }>`select model, payload,
      round(extract(epoch from expires_at - now()) / 60)::int life,
      (grant_id is not null and sid is not null and grant_id = payload ->> 'grantId') linked
      from identity_provider.artifacts where id_hash = any(${ids}) order by model`,
  );
  return held.map((row) => ({
    ...row,
    payload: { ...without(OF_STORE, row.payload), extra: without(OWN, row.payload.extra ?? {}) },
  }));
}

/** All that is said and kept of tokens, without what no two have alike. */
async function described(given: Told) {
  const { access_token = '', id_token = '', ...body } = read(given);
  return {
    status: given.said.status,
    // The engine allows the form of a sign-in to lead to the service, where there is no form.
    headers: given.said.headers.map(([name, value]) =>
      /length|policy$/.test(name) ? name : `${name}: ${value}`,
    ),
    body: { ...body, refresh_token: typeof body.refresh_token, session_state: typeof body.session_state },
    access: [decodeProtectedHeader(access_token), without(OWN, decodeJwt(access_token))],
    identity: [decodeProtectedHeader(id_token), without(OWN, decodeJwt(id_token))],
    stored: await stored(given),
  };
}

/** The session behind an answer, its grant, and what the journal says of it. */
async function opened(given: Told) {
  const { session_state: sid = '' } = read(given);
  const held = await rows(
    w.ctx.db,
    sql<{
      model: string;
      payload: Record<string, object>;
      life: number;
      consumed: boolean;
    }>`select model, payload,
      round(extract(epoch from expires_at - now()) / 60)::int life, consumed_at is not null consumed
      from identity_provider.artifacts where model = 'BackchannelAuthenticationRequest' and payload ->> 'sid' = ${sid}
        or model = 'Session' and uid = ${sid} or model = 'Grant' and grant_id = (select payload ->> 'grantId'
          from identity_provider.artifacts where model = 'BackchannelAuthenticationRequest' and payload ->> 'sid' = ${sid})
      order by model`,
  );
  const noted = await rows(
    w.ctx.db,
    sql`select actor, act, outcome, data from platform.journal where act = 'identity-provider.sign-in'
      order by id desc limit 1`,
  );
  const own = [...OF_STORE, 'uid', 'loginTs', 'authorizations'];
  return { noted, held: held.map((row) => ({ ...row, payload: without(own, row.payload) })) };
}

const ways = (...given: Told[]) => given.map(({ byEngine }) => (byEngine ? 'engine' : 'short'));

describe('the short way of tokens', () => {
  for (const scope of ['openid', 'openid profile', 'openid scope_all'])
    it(`gives for a code with ${scope}, and for its refreshes, what the engine gives`, async () => {
      const short = await token(await aCode(service, { scope }));
      const engine = await token({ ...(await aCode(service, { scope })), ...BY_ENGINE });
      expect(ways(short, engine)).toEqual(['short', 'engine']);
      expect(await described(short)).toEqual(await described(engine));
      const again = [
        await token(refreshOf(short)),
        await token({ ...refreshOf(engine), ...BY_ENGINE }),
      ] as const;
      expect(ways(...again)).toEqual(['short', 'engine']);
      expect(await described(again[0])).toEqual(await described(again[1]));
      // Each goes on with what the other gave.
      const third = [
        await token({ ...refreshOf(again[0]), ...BY_ENGINE }),
        await token(refreshOf(again[1])),
      ] as const;
      expect(ways(...third)).toEqual(['engine', 'short']);
      expect(await described(third[0])).toEqual(await described(third[1]));
    });

  it('gives for a sign-in without a browser what the engine gives, and opens the same session', async () => {
    const of = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const [short, engine] = [
      await token(await anApproved(of), of),
      await token({ ...(await anApproved(of)), ...BY_ENGINE }, of),
    ];
    expect(ways(short, engine)).toEqual(['short', 'engine']);
    expect(await described(short)).toEqual(await described(engine));
    expect(await opened(short)).toEqual(await opened(engine));
    const again = [
      await token(refreshOf(short), of),
      await token({ ...refreshOf(engine), ...BY_ENGINE }, of),
    ] as const;
    expect(ways(...again)).toEqual(['short', 'engine']);
    expect(await described(again[0])).toEqual(await described(again[1]));
  });

  it('looks once at what the person did, whichever way tells it', async () => {
    const of = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const form = await aRequest(of);
    expect(read(await token(form, of)).error).toBe('authorization_pending');
    // Had it been asked twice at each question, the second would be too early, and the third twice as late.
    expect(read(await token(form, of)).error).toBe('slow_down');
    const interval = await rows(
      w.ctx.db,
      sql`select interval_seconds n from identity_provider.ciba_requests where id_hash = ${hashToken(form.auth_req_id ?? '')}`,
    );
    expect(interval).toEqual([{ n: 7 }]);
    await phone.answer('refuse');
    await sql`update identity_provider.ciba_requests set asked_last_at = null`.execute(w.ctx.db);
    const refused = await token(form, of);
    expect([read(refused).error, ...ways(refused)]).toEqual(['access_denied', 'engine']);
  });

  it('gives nothing for a sign-in without a browser to another service, or for a wrong secret', async () => {
    const of = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const other = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const form = await anApproved(of);
    const [byOther, wrong] = [
      await token(form, other),
      await token(form, { ...of, clientSecret: 'x'.repeat(43) }),
    ];
    expect([byOther, wrong].map((given) => read(given).error)).toEqual(['invalid_grant', 'invalid_client']);
    expect(ways(byOther, wrong)).toEqual(['engine', 'engine']);
    expect(ways(await token(form, of))).toEqual(['short']);
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
