-- The pair by which push services know this installation (VAPID, RFC 8292); made when the first phone asks.
create table credentials.push_keys (
  only_one boolean primary key default true check (only_one),
  public_key text not null,
  sealed_key text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Where the phone of an e-CPS wants to be woken: an address is a secret, whoever knows it can wake the phone.
create table credentials.ecps_pushes (
  ecps_id uuid primary key references credentials.ecps (id),
  endpoint_sealed text not null,
  created_at timestamptz not null default clock_timestamp()
);
