-- By which a program manages the registration it made (RFC 7592); hash.
alter table identity_provider.services add column registration_token_hash text unique;

-- What a program must show to register a service by itself (RFC 7591 §3); hashes. Real time.
create table identity_provider.initial_tokens (
  token_hash text primary key,
  given_by text not null,
  uses_left integer not null check (uses_left >= 0),
  expires_at timestamptz not null
);
