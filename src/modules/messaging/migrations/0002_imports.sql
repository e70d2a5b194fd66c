-- Loads of the national file of mailboxes. The lines of a load lie in a table of their own, messaging.lines_<id>,
-- dropped once it is over.
create table messaging.imports (
  id bigint generated always as identity primary key,
  state text not null check (state in
    ('reading', 'held', 'applied', 'discarded', 'superseded', 'interrupted', 'refused')),
  actor text not null,
  -- Simulated time, the one shown to people.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  file jsonb not null default '{}',
  counts jsonb
);
create index imports_state on messaging.imports (state, id);
