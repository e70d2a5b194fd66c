-- The certification authorities of this installation. Their private keys are encrypted.
create table credentials.certificate_authorities (
  name text primary key check (name in ('root', 'persons', 'organisations')),
  certificate bytea not null,
  sealed_key text not null,
  created_at timestamptz not null default clock_timestamp()
);

create sequence credentials.card_numbers as integer minvalue 1 maxvalue 99999999;

-- Cards of the CPx family. Never deleted. Their times are simulated.
create table credentials.cards (
  number text primary key check (number ~ '^\d{10}$'),
  type text not null check (type in ('CPS', 'CPF', 'CPE', 'CDE', 'CPA', 'CDA')),
  id_nat text not null,
  -- That a card has expired is a matter of time, not a state.
  state text not null check (state in ('active', 'blocked', 'opposed')),
  pin_hash text not null,
  pin_tries smallint not null default 0 check (pin_tries between 0 and 3),
  puk_hash text not null,
  puk_tries smallint not null default 0 check (puk_tries between 0 and 3),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  opposed_at timestamptz,
  opposition_reason text,
  check ((state = 'opposed') = (opposed_at is not null and opposition_reason is not null))
);
create unique index cards_one_of_a_type on credentials.cards (id_nat, type) where state <> 'opposed';
create index cards_holder on credentials.cards (id_nat);

-- What the chip carries. Times of the certificate itself are real, in its own bytes.
create table credentials.card_certificates (
  serial text primary key,
  card_number text not null references credentials.cards (number),
  usage text not null check (usage in ('AUTH')),
  certificate bytea not null
);
create index card_certificates_card on credentials.card_certificates (card_number);

-- A holder showed card and code: one code, for one sign-in, spent once. Real time.
create table credentials.card_proofs (
  code_hash text primary key,
  card_number text not null references credentials.cards (number),
  purpose_hash text not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index card_proofs_expiry on credentials.card_proofs (expires_at);
