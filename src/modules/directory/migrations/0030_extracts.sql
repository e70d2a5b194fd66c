-- One row per writing of the extracts: all of them at one state of the directory.
create table directory.extract_runs (
  id uuid primary key,
  -- The folder of the files has the name of the id. A run that is still `writing` when the next begins was cut off.
  state text not null default 'writing' check (state in ('writing', 'written')),
  publication bigint not null references directory.publications,
  -- On the clock of the program; names carry its minute, which is never that of an earlier run.
  at timestamptz not null,
  -- Real time.
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  files jsonb not null default '[]'
);
create index extract_runs_order on directory.extract_runs (at desc) where state = 'written';

-- Who has taken which run of a restricted extract: there is no new file for them.
create table directory.extracts_taken (
  reader text not null,
  service text not null,
  run uuid not null references directory.extract_runs on delete cascade,
  taken_at timestamptz not null default clock_timestamp(),
  primary key (reader, service, run)
);
