create schema identity_provider;

-- The provider's own copy of each person: what services receive, and where the e-CPS may be activated.
create table identity_provider.people (
  id_nat text primary key,
  -- Never shown, never changes: sessions and tokens hold it even when the national identifier changes.
  account_id uuid not null unique default gen_random_uuid(),
  version integer not null,
  origins jsonb not null default '{}',
  active boolean not null,
  given_name text not null,
  family_name text not null,
  -- json, not jsonb: services receive the keys in the order of the national format.
  claims json not null,
  mail text,
  mobile_e164 text,
  updated_at timestamptz not null
);

-- Registered digital services, clients in the words of OAuth.
create table identity_provider.services (
  client_id text primary key,
  secret_hash text not null,
  name text not null,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[] not null default '{}',
  acr_policy text not null check (acr_policy in ('strict', 'tolerant')),
  require_pkce boolean not null default false,
  enabled boolean not null default true,
  created_at timestamptz not null,
  created_by text not null
);

-- Signing keys, encrypted. One signs, those that retire still verify.
create table identity_provider.signing_keys (
  kid text primary key,
  state text not null check (state in ('active', 'retiring')),
  sealed_key text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index signing_keys_one_active on identity_provider.signing_keys (state) where state = 'active';

-- Sessions, interactions, grants, codes and tokens of the protocol engine; ids are hashes.
create table identity_provider.artifacts (
  model text not null,
  id_hash text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  sid text,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  primary key (model, id_hash)
);
create index artifacts_grant on identity_provider.artifacts (grant_id) where grant_id is not null;
create index artifacts_uid on identity_provider.artifacts (uid) where uid is not null;
create index artifacts_sid on identity_provider.artifacts (sid) where sid is not null;
create index artifacts_expiry on identity_provider.artifacts (expires_at);
