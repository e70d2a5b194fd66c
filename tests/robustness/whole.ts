import type pg from 'pg';
import { expect } from 'vitest';
import type { Professional } from './load.js';

interface Held {
  key: string;
  member: number;
  registry: number;
  directory: number | null;
  provider: number | null;
  origins: Record<string, number>;
  read: number;
  same: boolean;
}

/** Waits until no job is left and every copy is as new as upstream. */
export async function chainSettled(client: pg.Client): Promise<void> {
  const left = `select (select count(*) from graphile_worker.jobs where attempts < max_attempts)::int jobs,
    (select count(*) from registry.persons p left join directory.entries e using (id_nat)
      left join identity_provider.people i using (id_nat)
      where e.version is distinct from p.version or i.version is distinct from p.version)::int late`;
  await expect
    .poll(async () => (await client.query(left)).rows[0], { interval: 100 })
    .toEqual({ jobs: 0, late: 0 });
}

/** That every acknowledged change is everywhere, once, with its events, and nothing is there that nobody asked. */
export async function expectWhole(client: pg.Client, people: readonly Professional[]): Promise<void> {
  const { rows } = await client.query<Held>(
    `select p.rpps key, m.version member, p.version registry, e.version directory, i.version provider,
      i.origins, s.applied read, e.origins = p.origins and i.origins = p.origins same
     from registry.persons p join authorities.members m on m.id_nat = p.id_nat
     join registry.memberships s on s.member_id = m.id
     left join directory.entries e on e.id_nat = p.id_nat
     left join identity_provider.people i on i.id_nat = p.id_nat order by p.rpps`,
  );
  const expected = people
    .map(({ rpps, version }) => ({ key: rpps ?? '', version }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  expect(rows.map(({ key, member }) => ({ key, version: member }))).toEqual(expected);
  for (const held of rows) {
    expect(held).toMatchObject({ read: held.member, origins: { CNOM: held.member }, same: true });
    expect([held.directory, held.provider]).toEqual([held.registry, held.registry]);
  }
  const broken = await client.query(`
    select 'no event of a member' problem, v.member_id::text subject, v.version
      from authorities.member_versions v where 1 <> (select count(*) from platform.events e
        where e.type = 'authorities.member-changed' and e.subject = v.member_id::text and e.version = v.version)
    union all select 'said twice ' || type, subject, version from platform.events
      group by type, subject, version having count(*) > 1
    union all select 'never said ' || t, p.id_nat, p.version from registry.persons p,
      unnest(array['registry.person-changed', 'directory.person-published', 'identity-provider.person-updated']) t
      where not exists (select from platform.events e
        where e.type = t and e.subject = p.id_nat and e.version = p.version)
    union all select 'skipped a version', p.id_nat, n from registry.persons p, generate_series(1, p.version) n
      where not exists (select from platform.events e
        where e.type = 'registry.person-changed' and e.subject = p.id_nat and e.version = n)
    union all select 'number given twice', rpps, count(*)::int from registry.persons group by rpps having count(*) > 1
    union all select 'set aside', task_identifier, attempts from graphile_worker.jobs where attempts >= max_attempts
      and key is not null`);
  expect(broken.rows).toEqual([]);
}
