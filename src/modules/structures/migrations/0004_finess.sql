-- Loads of the files of FINESS. The records of a load lie in a table of their own, structures.records_<id>, dropped
-- once it is over.
create table structures.imports (
  id bigint generated always as identity primary key,
  state text not null check (state in
    ('reading', 'held', 'applied', 'discarded', 'superseded', 'interrupted', 'refused')),
  actor text not null,
  -- Simulated time, the one shown to people.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  file jsonb not null default '{}',
  counts jsonb not null default '[]'
);
create index imports_state on structures.imports (state, id);
