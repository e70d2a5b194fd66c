-- What a badge reader reads without contact: one identifier for each card and each e-CPS. Never deleted.
create table credentials.contactless (
  identifier text primary key check (identifier ~ '^04[0-9A-F]{12}$'),
  card_number text unique references credentials.cards (number),
  ecps_id uuid unique references credentials.ecps (id),
  technology text not null,
  -- Certificate of conformity of the contactless function, where there is one.
  conformity text,
  created_at timestamptz not null,
  check ((card_number is null) <> (ecps_id is null))
);
