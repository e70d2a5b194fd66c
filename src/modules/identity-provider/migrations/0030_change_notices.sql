-- Changes of people, to tell to the services that know them and asked for it (RFC 8417), until they have them. Real
-- time, but for `happened_at`.
create table identity_provider.change_notices (
  id bigint generated always as identity primary key,
  jti uuid not null unique default gen_random_uuid(),
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  -- The person: a service learns of each one in order.
  account_id uuid not null,
  kind text not null check (kind in ('identifier-changed', 'record-updated', 'struck-off', 'means-revoked')),
  -- What it comes from, so that it is told once: a version, a former number, an event.
  cause text not null,
  -- The name (`sub`) under which the service knew the person.
  subject text not null,
  detail jsonb not null default '{}',
  happened_at timestamptz not null,
  asked_at timestamptz not null default now(),
  -- When the service said that it has it, or that it cannot read it.
  taken_at timestamptz,
  -- Not sent before; while it is being sent, when others may think that the sender died.
  next_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- Why the last attempt failed: an HTTP status, a network error, or the code that the service gave.
  failure text,
  unique (client_id, account_id, kind, cause)
);
create index change_notices_waiting on identity_provider.change_notices (client_id, account_id, id) where taken_at is null;
create index change_notices_person on identity_provider.change_notices (account_id, id);
create index change_notices_age on identity_provider.change_notices (asked_at);
