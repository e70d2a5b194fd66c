-- Services to tell that a session is over (OpenID Connect Back-Channel Logout), and what came of it. Real time.
create table identity_provider.logout_notices (
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  sid text not null,
  account_id uuid not null,
  asked_at timestamptz not null default now(),
  told_at timestamptz,
  attempts integer not null default 0,
  -- Why the last attempt failed: an HTTP status or a network error, never what the service answered.
  failure text,
  primary key (client_id, sid)
);
create index logout_notices_age on identity_provider.logout_notices (asked_at);
-- Sessions of a person, to end them all.
create index artifacts_account on identity_provider.artifacts ((payload ->> 'accountId')) where model = 'Session';
