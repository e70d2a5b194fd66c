-- Each time a person comes into a service: what the person, the service and the statistics read. Real time.
create table identity_provider.visits (
  id bigint generated always as identity primary key,
  account_id uuid not null,
  client_id text not null,
  sid text not null,
  means text not null,
  -- True when a session opened before let the person in without a gesture.
  silent boolean not null,
  at timestamptz not null default now()
);
create index visits_account on identity_provider.visits (account_id, at desc);
create index visits_service on identity_provider.visits (client_id, at desc);

-- The name (`sub`) under which a service knows a person, as it was first given.
create table identity_provider.known_subjects (
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  account_id uuid not null,
  subject text not null,
  since timestamptz not null default now(),
  primary key (client_id, account_id)
);
create index known_subjects_account on identity_provider.known_subjects (account_id);

-- Accounts of numbers that turned out to be another person's: whatever held them goes on under the other.
create table identity_provider.absorbed_accounts (
  account_id uuid primary key,
  into_account uuid not null,
  id_nat text not null,
  at timestamptz not null default now()
);
