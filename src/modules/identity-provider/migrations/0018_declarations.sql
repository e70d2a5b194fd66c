-- Declared services (raccordement): what an integrator asks for, and what an operator approved of it. `services` holds
-- what runs.
create table identity_provider.declarations (
  id uuid primary key default gen_random_uuid(),
  -- Account of the integrator; null for an entry of the catalogue that operators keep, found by `key`.
  owner uuid,
  key text unique,
  state text not null check (state in ('draft', 'submitted', 'approved', 'refused', 'closed')),
  -- rules/declaration.ts gives the shape of both.
  asked jsonb not null,
  approved jsonb,
  -- Words of what was approved, folded, for the search of the catalogue.
  words text not null default '',
  client_id text unique references identity_provider.services (client_id),
  secret_told boolean not null default false,
  version integer not null default 1,
  reason text,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  check ((owner is null) <> (key is null)),
  check (state <> 'approved' or approved is not null)
);
create index declarations_owner on identity_provider.declarations (owner, created_at desc) where owner is not null;
create index declarations_waiting on identity_provider.declarations (submitted_at) where state = 'submitted';
