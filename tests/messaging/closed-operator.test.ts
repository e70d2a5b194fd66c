import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { mailboxes } from '../../src/modules/directory/index.js';
import { closeOperator, mailboxesOf, registerOperator } from '../../src/modules/messaging/index.js';
import { one } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { judge, openBrowser } from '../support/browser.js';
import { HOSPITAL, type MailWorld, openMailWorld } from './world.js';

let world: MailWorld;
let browser: Browser;
let person: Registered;

beforeAll(async () => {
  [world, browser] = await Promise.all([openMailWorld(), openBrowser()]);
  person = await world.story.register('CNOM', doctor());
  await world.settle();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const shown = async (holder: string) => {
  await world.settle();
  return ((await mailboxes(world.app.ctx, [holder])).get(holder) ?? []).map(({ address }) => address);
};

it('closing an operator refuses his keys, frees his domains and withdraws his mailboxes, and nobody else’s', async () => {
  const { alpha, beta } = world;
  const own = { address: 'une@alpha.mssante.example', type: 'PER', idNat: person.idNat };
  const made = await alpha('POST', '/mailboxes', own);
  await alpha('POST', '/mailboxes', {
    address: 'service@alpha.mssante.example',
    type: 'ORG',
    structure: '990000028',
  });
  await beta('POST', '/mailboxes', {
    address: 'autre@beta.mssante.example',
    type: 'PER',
    idNat: person.idNat,
  });
  expect(await shown(person.idNat)).toEqual(['autre@beta.mssante.example', own.address]);

  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const { token: value } = await openSession(world.app.ctx, { role: 'operator' });
  await context.addCookies([{ name: 'esculape_session', value, url: world.origin }]);
  const page = await context.newPage();
  await page.goto(`${world.origin}/mssante/operateurs`);
  await page.getByRole('link', { name: 'Fermer Opérateur alpha' }).click();
  await judge(page, 'mssante-fermeture');
  await page.getByLabel('Motif').fill('Fin d’activité');
  await page.getByRole('button', { name: 'Fermer l’opérateur' }).click();
  await page.getByText('ses BAL sont retirées').waitFor();
  await judge(page, 'mssante-operateurs-ferme');

  expect(await shown(person.idNat)).toEqual(['autre@beta.mssante.example']);
  expect(await shown(HOSPITAL)).toEqual([]);
  expect((await mailboxesOf(world.app.ctx, person.idNat)).map(({ address }) => address)).toEqual([
    'autre@beta.mssante.example',
  ]);
  expect((await alpha('POST', '/mailboxes', own)).status).toBe(401);
  expect((await alpha('GET', `/mailboxes/${made.body.id}`)).status).toBe(401);
  const [line] = await journalOf(world.app.ctx, 'alpha');
  expect([line?.act, line?.reason, line?.actor.startsWith('operator:')]).toEqual([
    ...['messaging.close-operator', 'Fin d’activité', true],
  ]);
});

it('the operator who takes the domain over publishes an address again for its holder, and for nobody else', async () => {
  const { ctx } = world.app;
  await registerOperator(ctx, {
    ...{ code: 'beta', name: 'Opérateur beta', contact: 'aide@beta.example' },
    domains: ['beta.mssante.example', 'chu.alpha.mssante.example', 'alpha.mssante.example'],
  });
  const other = await world.story.register('CNOM', doctor());
  const body = { address: 'une@alpha.mssante.example', type: 'PER' };
  const passed = await world.beta('POST', '/mailboxes', { ...body, idNat: other.idNat });
  expect([passed.status, passed.body.errors?.[0]?.code]).toEqual([422, 'holder-fixed']);
  expect((await world.beta('POST', '/mailboxes', { ...body, idNat: person.idNat })).status).toBe(201);
  expect(await shown(person.idNat)).toEqual(['autre@beta.mssante.example', body.address]);
});

it('closing needs a reason and an operator who is open, and is done once', async () => {
  const { ctx } = world.app;
  for (const [code, reason, refusal] of [
    ['beta', ' ', 'messaging.reason-missing'],
    ['alpha', 'encore', 'messaging.unknown-operator'],
    ['fichier-national', 'jamais', 'messaging.unknown-operator'],
  ] as const)
    await expect(closeOperator(ctx, code, reason)).rejects.toMatchObject({ code: refusal });
});

it('ids of structures are compared by one collation', async () => {
  const collation = (table: string, column: string) =>
    one(
      world.app.ctx.db,
      sql<{
        name: string;
      }>`select c.collname name from pg_attribute a join pg_collation c on c.oid = a.attcollation
        where a.attrelid = ${table}::regclass and a.attname = ${column}`,
    );
  expect(await collation('directory.structure_mailboxes', 'structure_id')).toEqual(
    await collation('structures.structures', 'id'),
  );
});
