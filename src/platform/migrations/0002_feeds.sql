-- What waits for its date: a copy that a dated rhythm puts off. Written in the transaction of the change.
create table platform.due (
  reaction text not null,
  subject text not null,
  -- Simulated time.
  due_at timestamptz not null,
  actor text not null,
  correlation text not null,
  primary key (reaction, subject)
);
create index due_in_order on platform.due (due_at);

-- Who gave which rhythm to which feed, and from when. What is in effect is the newest decision that was not undone.
create table platform.rhythm_decisions (
  id bigint generated always as identity primary key,
  -- Code of a feed, or * for all of them.
  feed text not null,
  rhythm text not null check (rhythm in ('immediate', 'national')),
  effective_at timestamptz not null,
  decided_at timestamptz not null,
  by text not null,
  reason text not null,
  undone_at timestamptz,
  undone_by text
);
create index rhythm_decisions_in_effect on platform.rhythm_decisions (effective_at, id) where undone_at is null;
