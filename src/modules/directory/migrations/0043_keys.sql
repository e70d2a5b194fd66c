-- Programs of others that ask the open API: whose they are, and how many calls they may make in a minute.
create table directory.applications (
  id uuid primary key default gen_random_uuid(),
  -- Account of access, and its name on that day.
  owner uuid not null,
  owner_name text not null,
  name text not null,
  each_minute integer not null check (each_minute > 0),
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_why text
);
create index applications_owner on directory.applications (owner, created_at, id);
create index applications_order on directory.applications (created_at, id);

-- Their keys: hashes, and the first signs, by which the owner knows one from another.
create table directory.api_keys (
  key_hash text collate "C" primary key,
  id uuid not null unique default gen_random_uuid(),
  application uuid not null references directory.applications,
  beginning text not null,
  created_at timestamptz not null,
  ends_at timestamptz
);
create index api_keys_application on directory.api_keys (application);

-- What processes have leased of the present minute. Real time. In a table of its own: it is written all day.
create table directory.quotas (
  application uuid primary key references directory.applications,
  minute timestamptz not null default '-infinity',
  leased integer not null default 0,
  -- Size of the last block.
  granted integer not null default 0
);

-- Calls by day (real time, France), as processes count them up from time to time.
create table directory.application_use (
  application uuid not null references directory.applications,
  day date not null,
  calls bigint not null,
  primary key (application, day)
);
