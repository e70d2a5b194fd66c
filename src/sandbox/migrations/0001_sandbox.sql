create schema sandbox;

-- Mail and SMS that the sandbox caught instead of sending.
create table sandbox.messages (
  id bigint generated always as identity primary key,
  channel text not null check (channel in ('mail', 'sms')),
  recipient text not null,
  subject text,
  body text not null,
  html text,
  at timestamptz not null
);
create index messages_recipient on sandbox.messages (recipient, id desc);

-- Phones that a test drives: their private key is the sandbox's, never a real person's.
create table sandbox.phones (
  id uuid primary key,
  id_nat text not null,
  code text not null,
  ecps_id uuid not null,
  device_token text not null,
  private_key jsonb not null,
  created_at timestamptz not null default now()
);

-- Steps of the first load that are done.
create table sandbox.loads (
  name text primary key,
  done_at timestamptz not null default now()
);
