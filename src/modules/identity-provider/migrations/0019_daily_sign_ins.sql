-- Sign-ins of a day (Paris), by service, means and what came of them: what the dashboards read. Nobody is in it.
create table identity_provider.daily_sign_ins (
  day date not null,
  client_id text not null,
  -- authMode of the visit; MOBILE for what a phone answered otherwise than yes.
  means text not null,
  outcome text not null
    check (outcome in ('done', 'silent', 'refused', 'wrong-number', 'withdrawn', 'expired')),
  number integer not null check (number > 0),
  -- Median time between the request and the answer on the phone, of those approved.
  wait_ms integer,
  primary key (day, client_id, means, outcome)
);
create index daily_sign_ins_service on identity_provider.daily_sign_ins (client_id, day);

-- Visits are written in the order of time: a few pages of index are enough to find those of a day.
create index visits_at on identity_provider.visits using brin (at);

-- What the protocol refused to a known service, by day and OAuth error code.
create table identity_provider.daily_errors (
  day date not null,
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  error text not null,
  number integer not null default 1,
  primary key (client_id, day, error)
);
