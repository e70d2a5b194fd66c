-- What a service chose beyond its addresses; rules/service-options.ts gives the shape and the defaults.
alter table identity_provider.services add column options jsonb not null default '{}';

-- Secrets of a service, by hash: a new one is given before the former ends, so that nobody is cut off meanwhile.
create table identity_provider.service_secrets (
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  secret_hash text not null,
  created_at timestamptz not null,
  -- Real time, as the life of tokens; null while no end is known.
  expires_at timestamptz,
  primary key (client_id, secret_hash)
);
insert into identity_provider.service_secrets (client_id, secret_hash, created_at)
  select client_id, secret_hash, created_at from identity_provider.services;
alter table identity_provider.services drop column secret_hash;
