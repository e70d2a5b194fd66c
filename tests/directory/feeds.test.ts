import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { entries, projectPeople, publicPerson, search } from '../../src/modules/directory/index.js';
import { persons, receive } from '../../src/modules/registry/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { eventsOf } from '../../src/platform/events.js';
import { doctor } from '../registry/people.js';
import { openWorld, type World } from './world.js';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function registered(n: number): Promise<string> {
  const { memberId } = await registerMember(world.ctx, doctor(n));
  const [outcome] = await receive(world.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(`not received: ${JSON.stringify(outcome)}`);
  return outcome.idNat;
}

const page = async (path: string) => (await world.ask(path)).text();

describe('the way into the Annuaire', () => {
  it('S3-04 finds a person only once the register has been copied, and explains the delay', async () => {
    await registerMember(world.ctx, doctor(31));
    expect(await page('/annuaire?q=epreuve-db')).toContain('24 heures au plus');
    const idNat = await registered(32);
    expect((await search(world.ctx, { q: 'epreuve-dc' })).people).toEqual([]);
    expect((await world.ask(`/annuaire/personnes/${idNat}`)).status).toBe(404);
    await projectPeople.run(world.ctx, [idNat]);
    const found = await page('/annuaire?q=epreuve-dc');
    expect(found).toContain(`/annuaire/personnes/${idNat}`);
    expect(found).toContain('24 heures au plus');
    expect((await world.ask(`/annuaire/personnes/${idNat}`)).status).toBe(200);
    expect((await search(world.ctx, { q: 'epreuve-db' })).people).toEqual([]);
  });

  it('S1-07 takes people from the register only: no door of the Annuaire creates or changes one', async () => {
    const idNat = await registered(33);
    await projectPeople.run(world.ctx, [idNat]);
    expect(await publicPerson(world.ctx, idNat)).toBeDefined();
    const table = () => rows(world.ctx.db, sql`select * from directory.entries order by id_nat`);
    const before = await table();
    const signIns = [{ idNat }, { role: 'support' }, { role: 'operator' }, { role: 'agent', scope: 'CNOM' }];
    const tokens = [undefined, ...(await Promise.all(signIns.map((who) => world.signIn(who))))];
    const form = { idNat: '899700000096', motif: 'essai', name: 'INTRUS', exercises: '[]' };
    for (const token of tokens) {
      for (const path of [
        '',
        '/compte',
        '/personnes/899700000096',
        `/personnes/${encodeURIComponent(idNat)}`,
      ]) {
        await world.ask(`/annuaire${path}`, { form, ...(token && { token }) });
      }
    }
    // Nobody of the register: the hop itself invents nobody.
    await projectPeople.run(world.ctx, ['899700000096']);
    expect(await table()).toEqual(before);
    expect(await publicPerson(world.ctx, '899700000096')).toBeUndefined();
  });

  it('S3-06 keeps one list of professionals: every identifier held anywhere is one of the register', async () => {
    const idNat = await registered(34);
    await projectPeople.run(world.ctx, [idNat]);
    await world.signIn({ idNat });
    const columns = await rows(
      world.ctx.db,
      sql<{ name: string }>`select format('%I.%I', c.table_schema, c.table_name) name
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.column_name = 'id_nat' and t.table_type = 'BASE TABLE' and c.table_schema <> 'registry'`,
    );
    expect(columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['directory.entries', 'authorities.members', 'identity_provider.people']),
    );
    for (const { name } of columns) {
      const strangers = await rows(
        world.ctx.db,
        sql<{ id: string }>`select id_nat id from ${sql.raw(name)} where id_nat is not null
          except select id_nat from registry.persons`,
      );
      expect(strangers, name).toEqual([]);
    }
    expect((await persons(world.ctx, ['899700000096'])).size).toBe(0);
    expect((await entries(world.ctx, ['899700000096'])).size).toBe(0);
  });

  it('is harmless when repeated, late or run twice at once, and says each version once', async () => {
    const idNat = await registered(35);
    await Promise.all(Array.from({ length: 8 }, () => projectPeople.run(world.ctx, [idNat])));
    await projectPeople.run(world.ctx, [idNat]);
    const events = await eventsOf(world.ctx, [idNat], ['directory.person-published']);
    expect(events).toMatchObject([{ version: 1, origins: { CNOM: 1 }, data: { published: true } }]);
  });
});
