-- Certificates of servers by ACME (RFC 8555). Times are real: both ends are programs.

-- External keys: what ties the account of a program to the organisation that answers for it. Made by a technical
-- administrator, whose right is looked at again at each order.
create table credentials.acme_keys (
  id text primary key,
  sealed_key text not null,
  structure_id text not null,
  structure_name text not null,
  departement text,
  product text not null,
  contacts text[] not null,
  -- Of the certificates that are ordered with it.
  revocation_hash text not null,
  made_by text not null,
  made_at timestamptz not null,
  withdrawn_at timestamptz
);
create index acme_keys_structure on credentials.acme_keys (structure_id);

create table credentials.acme_accounts (
  id text primary key,
  thumbprint text not null unique,
  jwk jsonb not null,
  contacts text[] not null,
  state text not null default 'valid' check (state in ('valid', 'deactivated')),
  key_id text not null unique references credentials.acme_keys (id),
  created_at timestamptz not null default clock_timestamp()
);

-- One order, one host: its authorisation and its challenge are the same line.
create table credentials.acme_orders (
  id text primary key,
  account_id text not null references credentials.acme_accounts (id),
  host text not null,
  token text not null,
  state text not null default 'pending' check (state in ('pending', 'ready', 'processing', 'valid', 'invalid')),
  challenge text not null default 'pending' check (challenge in ('pending', 'processing', 'valid', 'invalid')),
  problem jsonb,
  proved_at timestamptz,
  -- Since when a process works at it: one that died leaves it to the next call.
  begun_at timestamptz,
  expires_at timestamptz not null,
  serial text references credentials.certificates (serial),
  created_at timestamptz not null default clock_timestamp()
);
create index acme_orders_account on credentials.acme_orders (account_id, created_at);

-- Nonces that were used; they name their own end, after which they are refused without being looked for.
create table credentials.acme_spent_nonces (
  nonce text primary key,
  until timestamptz not null
);
