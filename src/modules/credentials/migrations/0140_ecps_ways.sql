-- How an e-CPS was activated: the two secrets of arrêté of 4/04/2022, a card shown on the wallet, or renewed in place.
alter table credentials.ecps_activations
  add column way text not null default 'contacts' check (way in ('contacts', 'card', 'renewal')),
  -- The e-CPS that is renewed.
  add column ecps_id uuid references credentials.ecps (id),
  -- With a card there is no second secret: the deadline alone counts.
  alter column sms_hash drop not null,
  add check ((way = 'card') = (sms_hash is null)),
  add check ((way = 'renewal') = (ecps_id is not null));
alter table credentials.ecps
  add column way text not null default 'contacts' check (way in ('contacts', 'card')),
  add column renewed_at timestamptz,
  -- The last notice of its end that was sent, days before it.
  add column told_days smallint;
create index ecps_by_end on credentials.ecps (expires_at) where state = 'active';
