import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { rows } from '../../src/platform/db/connection.js';
import { hashToken } from '../../src/platform/secrets.js';
import { described, type Form, opened, read, refreshOf, ways } from './given-tokens.js';
import { personas } from './personas.js';
import type { Service } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { asService, BY_ENGINE, type Told, told } from './two-ways.js';
import { newService, type Phone, type World } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;

useSignedUp('doctor-two-exercises', (all) => {
  ({ w, phone } = all);
});

const CIBA = 'urn:openid:params:grant-type:ciba';

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

const token = (form: Form, of: Service): Promise<Told> => told(w, 'token', asService(of, form));

describe('the short way of sign-ins without a browser', () => {
  it('gives for a sign-in without a browser what the engine gives, and opens the same session', async () => {
    const of = await newService(w, { options: { ciba: { delivery: 'poll' } } });
    const [short, engine] = [
      await token(await anApproved(of), of),
      await token({ ...(await anApproved(of)), ...BY_ENGINE }, of),
    ];
    expect(ways(short, engine)).toEqual(['short', 'engine']);
    expect(await described(w, short)).toEqual(await described(w, engine));
    expect(await opened(w, short)).toEqual(await opened(w, engine));
    const again = [
      await token(refreshOf(short), of),
      await token({ ...refreshOf(engine), ...BY_ENGINE }, of),
    ] as const;
    expect(ways(...again)).toEqual(['short', 'engine']);
    expect(await described(w, again[0])).toEqual(await described(w, again[1]));
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
});
