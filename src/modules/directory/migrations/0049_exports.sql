-- Bulk exports of the FHIR API: who asked for what, what is written, from which state.
create table directory.exports (
  id uuid primary key default gen_random_uuid(),
  -- Application whose key asked, or `sandbox`.
  owner text not null,
  request text not null,
  kinds text[] not null,
  -- Only what changed after this instant.
  since timestamptz,
  elements text[],
  state text not null default 'waiting' check (state in ('waiting', 'writing', 'written', 'failed')),
  -- Each try writes in a folder of its own; what another one left is nobody's.
  attempt uuid,
  attempts integer not null default 0,
  progress text not null default '',
  publication bigint references directory.publications,
  -- Instant up to which everything is there, on the clock of the program.
  at timestamptz,
  files jsonb not null default '[]',
  -- Real time.
  asked_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index exports_owner on directory.exports (owner);
