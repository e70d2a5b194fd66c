import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { servicesBehind } from '../../src/modules/identity-provider/index.js';
import { signingKeys } from '../../src/modules/identity-provider/oidc/keys.js';
import { rows } from '../../src/platform/db/connection.js';
import { personas } from './personas.js';
import { newService, publish, type World, world } from './world.js';

let w: World;
let cookie: string;

beforeAll(async () => {
  w = await world(['/exploitation']);
  await signingKeys(w.ctx);
  cookie = `esculape_session=${(await openSession(w.ctx, { role: 'operator' })).token}`;
});
afterAll(() => w.close());

const ask = (path: string, form?: Record<string, string>) =>
  fetch(`${w.origin}/exploitation/signatures${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', origin: w.origin, cookie },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });

it('shows the operator which service does not take its changes, and why; what is sent again is due at once', async () => {
  expect(await (await ask('')).text()).toContain('Aucun service en retard');
  const nurse = personas.nurse as (typeof personas)[string];
  await publish(w, nurse);
  const options = { events: { delivery: 'push' as const, endpoint: 'https://service.example/evenements' } };
  const service = await newService(w, { name: 'Messagerie lente', options });
  await sql`insert into identity_provider.change_notices (client_id, account_id, kind, cause, subject, happened_at,
      attempts, failure, next_at)
    select ${service.clientId}, account_id, 'record-updated', 'x', 's', now(), 3, 'HTTP 503', now() + interval '1 hour'
    from identity_provider.people`.execute(w.ctx.db);
  expect(await servicesBehind(w.ctx)).toMatchObject([
    { clientId: service.clientId, name: 'Messagerie lente', waiting: 1, failure: 'HTTP 503' },
  ]);
  const page = await (await ask('')).text();
  for (const shown of ['Messagerie lente', 'HTTP 503']) expect(page).toContain(shown);
  expect((await ask('/renvoi', { service: service.clientId })).status).toBe(303);
  const [row] = await rows(
    w.ctx.db,
    sql<{ due: boolean }>`select next_at <= now() due from identity_provider.change_notices`,
  );
  expect(row?.due).toBe(true);
});

it('publishes the next key at the demand of an operator who says why', async () => {
  expect((await ask('/cle', { motif: '' })).status).toBe(422);
  expect(await (await ask('')).text()).not.toContain('Publiée, signera');
  expect((await ask('/cle', { motif: 'essai' })).status).toBe(303);
  expect(await (await ask('?fait=cle')).text()).toContain('Publiée, signera');
  const [line] = await rows(
    w.ctx.db,
    sql`select actor, reason from platform.journal where act = 'identity-provider.rotate-keys'`,
  );
  expect(line).toMatchObject({ actor: expect.stringContaining('operator'), reason: 'essai' });
});
