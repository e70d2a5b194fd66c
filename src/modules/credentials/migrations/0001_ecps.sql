create schema credentials;

-- The application form of the professional's card: one phone, one key, one personal code. Never deleted.
create table credentials.ecps (
  id uuid primary key,
  id_nat text not null,
  -- First, second… e-CPS of this person.
  rank integer not null,
  state text not null check (state in ('active', 'locked', 'ended')),
  public_key jsonb not null,
  pin_hash text not null,
  failed_tries smallint not null default 0 check (failed_tries between 0 and 3),
  device_token_hash text not null unique,
  device_name text not null,
  platform text not null check (platform in ('android', 'ios', 'web')),
  -- Simulated time.
  activated_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  unique (id_nat, rank),
  check ((state = 'ended') = (ended_at is not null and end_reason is not null))
);
create unique index ecps_one_per_person on credentials.ecps (id_nat) where state <> 'ended';

-- An activation under way: two secrets, on two channels. Real time.
create table credentials.ecps_activations (
  id uuid primary key,
  id_nat text not null,
  state text not null check (state in ('sent', 'opened', 'completed', 'failed', 'cancelled')),
  -- Name, mail and mobile, encrypted; erased when the activation ends.
  recipient_sealed text,
  link_hash text not null unique,
  typed_hash text not null unique,
  link_expires_at timestamptz not null,
  token_hash text unique,
  sms_hash text not null,
  sms_expires_at timestamptz not null,
  sms_tries smallint not null default 0 check (sms_tries between 0 and 3),
  created_at timestamptz not null default clock_timestamp(),
  opened_at timestamptz,
  ended_at timestamptz
);
create unique index ecps_activations_one_under_way on credentials.ecps_activations (id_nat)
  where state in ('sent', 'opened');

-- A sign-in that waits for the phone. Real time.
create table credentials.ecps_requests (
  id uuid primary key,
  ecps_id uuid not null references credentials.ecps (id),
  id_nat text not null,
  client_id text not null,
  service text not null,
  place text not null,
  origin text not null,
  numbers smallint[] not null check (cardinality(numbers) = 3),
  right_number smallint not null,
  nonce text not null,
  state text not null check (state in ('pending', 'approved', 'refused', 'wrong-number', 'withdrawn')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  decided_at timestamptz,
  spent_at timestamptz,
  check (right_number = any (numbers)),
  check (spent_at is null or state = 'approved')
);
create index ecps_requests_pending on credentials.ecps_requests (ecps_id, created_at) where state = 'pending';
