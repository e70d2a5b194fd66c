-- Sign-ins that a service asked for without a browser (CIBA): what the engine's own record does not hold. Real time.
create table identity_provider.ciba_requests (
  -- Hash of the auth_req_id.
  id_hash text primary key,
  client_id text not null references identity_provider.services (client_id) on delete cascade,
  id_nat text not null,
  channel text not null check (channel in ('MOBILE', 'CARD')),
  -- Two digits that the software shows, and that the person must recognise.
  binding_message text not null,
  -- The demand on the phone (MOBILE).
  approval_id uuid unique,
  -- What the person decided at the card reader (CARD).
  decision text check (decision in ('approved', 'refused')),
  -- The auth_req_id under the key of the installation, for the service to be told (ping).
  sealed_id text,
  -- Seconds that the service must leave between two questions; it grows when they come too quickly.
  interval_seconds smallint not null,
  asked_last_at timestamptz,
  expires_at timestamptz not null
);
create index ciba_requests_card on identity_provider.ciba_requests (id_nat) where channel = 'CARD' and decision is null;
create index ciba_requests_expiry on identity_provider.ciba_requests (expires_at);
