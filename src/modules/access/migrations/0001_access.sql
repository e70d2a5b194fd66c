create schema access;

-- Somebody who may sign in to the portals. A professional is found by idNat; `key` names the accounts of the sandbox.
create table access.accounts (
  id uuid primary key default gen_random_uuid(),
  id_nat text unique,
  key text unique,
  name text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- What an account may do beyond what its idNat gives. The scope is an authority code or a structure id.
create table access.role_grants (
  account uuid not null references access.accounts,
  role text not null,
  scope text not null default '',
  granted_by text not null,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  primary key (account, role, scope)
);

-- Real time: four hours at most, thirty minutes without a request.
create table access.sessions (
  token_hash text primary key,
  account uuid not null references access.accounts,
  role text not null,
  scope text[] not null default '{}',
  -- psc, sandbox, or the code of the ordre that vouches for a mail link and an SMS code.
  signed_in_by text not null,
  -- Sealed ID token, to end the Pro Santé Connect session with ours.
  id_token text,
  created_at timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_expires on access.sessions (expires_at);

-- First secret of a sign-in without Pro Santé Connect: a link sent by mail. Spent once.
create table access.login_links (
  token_hash text primary key,
  door text not null,
  member text not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index login_links_expires on access.login_links (expires_at);

-- Second secret: a code sent by SMS once the link was opened. Spent once, three tries.
create table access.login_codes (
  id text primary key,
  door text not null,
  member text not null,
  code_hash text not null,
  tries integer not null default 0,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index login_codes_expires on access.login_codes (expires_at);

-- The programs of the authorities (RFC 7523): public keys only.
create table access.authority_clients (
  client_id text primary key,
  authority text not null,
  jwks jsonb not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- Client assertions already used, until they expire by themselves.
create table access.client_assertions (
  client_id text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (client_id, jti)
);

create table access.authority_tokens (
  token_hash text primary key,
  client_id text not null references access.authority_clients,
  authority text not null,
  expires_at timestamptz not null
);
create index authority_tokens_expires on access.authority_tokens (expires_at);

-- The portals as a service of Pro Santé Connect; the secret is sealed.
create table access.relying_party (
  only_row boolean primary key default true check (only_row),
  client_id text not null,
  secret text not null
);
