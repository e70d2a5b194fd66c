-- Loads of national files: what was read, what came of it. The lines of a load lie in tables of their own,
-- registry.lines_<id>_<kind>, dropped once it is over.
create table registry.imports (
  id bigint generated always as identity primary key,
  source text not null check (source in ('annuaire', 'psc')),
  state text not null check (state in
    ('reading', 'held', 'applied', 'discarded', 'superseded', 'interrupted', 'refused')),
  actor text not null,
  -- Simulated time, the one shown to people and compared with what the parts hold.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  files jsonb not null default '[]',
  counts jsonb not null default '[]',
  examples jsonb not null default '[]'
);
create index imports_state on registry.imports (state, id);

-- The last state of each file: whom it names, and a hash of what it says of them.
create table registry.imported (
  file text not null,
  id_nat text collate "C" not null,
  person_id bigint not null references registry.persons (id),
  hash uuid not null,
  -- Words of the names in this file, between spaces.
  words text not null default '',
  -- Keys of the exercises that the file says of the person.
  exercises text[] not null default '{}',
  closed boolean not null default false,
  primary key (file, id_nat)
);
create index imported_person on registry.imported (person_id);

-- The structures that files brought, as they were brought; a structure known from elsewhere is not here.
create table registry.imported_structures (
  id text collate "C" primary key,
  hash uuid not null
);
