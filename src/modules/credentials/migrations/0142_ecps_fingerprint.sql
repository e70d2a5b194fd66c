-- What stands for the personal code on the phone of an e-CPS: its owner's finger or face (WebAuthn). One per e-CPS.
create table credentials.ecps_fingerprints (
  ecps_id uuid primary key references credentials.ecps (id),
  credential_id text not null unique,
  cose_key text not null,
  counter bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz
);
