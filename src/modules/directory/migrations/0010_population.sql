-- The counts of the public statistics, made anew by a job: to the nearest five, and none below five.
create table directory.population_state (
  is_only boolean primary key default true check (is_only),
  -- The publication counted, its day in France, when on the clock of the program.
  publication bigint not null,
  day date not null,
  at timestamptz not null,
  -- Real time: the next count waits in proportion to what this one cost.
  recorded_at timestamptz not null,
  took_ms integer not null
);

create table directory.population (
  -- What is asked of the people counted: profession, category, authority, mode, département; * for any.
  asked text collate "C" primary key,
  people integer not null,
  -- For each criterion left open, its values with their numbers of people.
  breakdowns jsonb not null
);
