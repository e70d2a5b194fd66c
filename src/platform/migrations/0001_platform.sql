create schema platform;

-- What happened, to whom, by whom, when, with which version: audit trail, tracking and delta in one table.
create table platform.events (
  id bigint generated always as identity primary key,
  type text not null,
  subject text not null,
  version integer not null,
  -- For each authority, the version of the member that this state of the subject includes.
  origins jsonb not null default '{}',
  actor text not null,
  correlation text not null,
  -- Simulated time, the one shown to people.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  data jsonb not null default '{}'
);
create index events_subject on platform.events (subject, id);
create index events_type on platform.events (type, id);

-- Privileged acts and refusals: who did or tried what, on whom, why.
create table platform.journal (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor text not null,
  act text not null,
  subject text,
  outcome text not null check (outcome in ('done', 'refused')),
  reason text,
  correlation text not null,
  data jsonb not null default '{}'
);
create index journal_subject on platform.journal (subject, id);
create index journal_actor on platform.journal (actor, id);

-- How far the simulated clock is from the real one.
create table platform.clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into platform.clock default values;

-- Attempts counted by key and window, shared by all processes.
create table platform.rate_limits (
  key text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (key, window_start)
);

-- One answer per idempotency key and caller (authorities' API).
create table platform.idempotency (
  caller text not null,
  key text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  headers jsonb,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);

-- Processes that run jobs; a row whose advisory lock nobody holds belongs to a dead process.
create table platform.workers (
  worker_id text primary key,
  lock_key bigint not null,
  started_at timestamptz not null default now()
);
