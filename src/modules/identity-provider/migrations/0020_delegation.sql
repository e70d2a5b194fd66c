-- Establishments whose own provider of identities stands behind Pro Santé Connect.
create table identity_provider.establishments (
  -- What services send as `kc_idp_hint`.
  code text primary key,
  name text not null,
  issuer text not null unique,
  client_id text not null,
  sealed_secret text not null,
  -- Public keys given once and for all; null: those that the provider publishes.
  jwks jsonb,
  -- Lists of `amr` values; a sign-in there is taken when it has every value of one list.
  accepted_amr jsonb not null,
  -- Of the accounts; empty: any.
  domains text[] not null,
  pairing_days integer not null check (pairing_days between 1 and 1095),
  authorised boolean not null,
  registered_at timestamptz not null,
  registered_by text not null
);

-- One account of an establishment and the person whom a strong means showed it belongs to. Simulated time; never deleted.
create table identity_provider.pairings (
  id uuid primary key default gen_random_uuid(),
  establishment text not null references identity_provider.establishments (code),
  subject_hash text not null,
  account_id uuid not null,
  paired_with text not null,
  paired_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('holder', 'operator', 'replaced', 'closed')),
  check ((ended_at is null) = (end_reason is null))
);
create unique index pairings_subject on identity_provider.pairings (establishment, subject_hash) where ended_at is null;
create unique index pairings_account on identity_provider.pairings (account_id, establishment) where ended_at is null;
