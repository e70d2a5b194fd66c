-- Security keys (WebAuthn), each bound to a person after a strong sign-in. Never deleted.
create table identity_provider.security_keys (
  credential_id text primary key,
  account_id uuid not null,
  cose_key text not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  -- The means that the person had signed in with, as `authMode`.
  bound_with text not null,
  bound_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz
);
create index security_keys_account on identity_provider.security_keys (account_id) where ended_at is null;

-- One-time codes that a person turned on: by an application (RFC 6238, secret sealed) or by SMS.
create table identity_provider.code_means (
  account_id uuid not null,
  kind text not null check (kind in ('TOTP', 'SMS')),
  sealed_secret text,
  -- Step of the last code taken: none is taken twice, nor one from before.
  last_step bigint not null default 0,
  enabled_at timestamptz not null,
  last_used_at timestamptz,
  primary key (account_id, kind),
  check ((kind = 'TOTP') = (sealed_secret is not null))
);

-- The one code by SMS that waits for a person. Real time.
create table identity_provider.sent_codes (
  account_id uuid primary key,
  code_hash text not null,
  tries integer not null default 0,
  expires_at timestamptz not null
);

-- Strong sign-ins that a single factor may take up again within four hours (RIE-PS 10), by the hash of a cookie. Real time.
create table identity_provider.reentries (
  id_hash text primary key,
  account_id uuid not null,
  signed_in_at timestamptz not null
);
create index reentries_account on identity_provider.reentries (account_id);
