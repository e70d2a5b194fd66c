import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { projectPeople } from '../../src/modules/directory/index.js';
import { one } from '../../src/platform/db/connection.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

let program: TestApp;
beforeAll(async () => {
  program = await startTestApp();
});
afterAll(() => program.stop());

it('keeps the card that was made before the directory had heard of its holder', async () => {
  const { ctx } = program.app;
  const { idNat } = await new Story(program.origin).register('CNOM', doctor());
  await program.settle();
  // As it is where a rhythm puts the directory off by a day.
  await sql`delete from directory.entries where id_nat = ${idNat}`.execute(ctx.db);
  const holder = { idNat, givenName: 'Camille', familyName: 'ESSAI', title: 'Médecin' };
  const { number } = await cards.issueCard(ctx, { type: 'CPS', holder });
  await program.settle();
  await projectPeople.run(ctx, [idNat]);
  const entry = await one(
    ctx.db,
    sql<{ cards: { number: string }[] }>`select cards from directory.entries where id_nat = ${idNat}`,
  );
  expect(entry?.cards.map((card) => card.number)).toContain(number);
});
