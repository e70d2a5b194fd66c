-- The authority in full: three ranges by two domains. What existed is the strong range of people, and a domain of
-- organisations that has no more use for servers; its certificates and keys stay the same.
alter table credentials.certificate_authorities drop constraint certificate_authorities_name_check;
update credentials.certificate_authorities set name = case name
  when 'root' then 'ACR-FO' when 'persons' then 'ACI-FO-PP' else 'ACI-FO-ORG' end;
alter table credentials.certificate_authorities
  add check (name in ('ACR-EL', 'ACI-EL-PP', 'ACI-EL-ORG', 'ACR-ST', 'ACI-ST-PP', 'ACI-ST-ORG',
    'ACR-FO', 'ACI-FO-PP', 'ACI-FO-ORG')),
  -- Of its key in the key store. A key still kept here is moved there at its first use.
  add column key_reference text,
  alter column sealed_key drop not null,
  add check ((key_reference is null) <> (sealed_key is null));

-- Every certificate of ours. Its serial is reserved before it is signed: until its certificate is written here, it
-- counts as revoked, so that nothing valid is unknown. Never deleted. Times are real.
create table credentials.certificates (
  serial text primary key check (serial ~ '^[0-9a-f]{32}$'),
  authority text not null references credentials.certificate_authorities (name),
  reserved_at timestamptz not null default clock_timestamp(),
  certificate bytea,
  -- SHA-256, hexadecimal: of the certificate, of its public key.
  fingerprint text unique,
  key_fingerprint text,
  -- Unknown of what was made before this table.
  not_after timestamptz,
  revoked_at timestamptz,
  revocation_reason text check (revocation_reason in ('unspecified', 'key-compromise', 'affiliation-changed',
    'superseded', 'cessation-of-operation')),
  check ((certificate is null) = (fingerprint is null)),
  check ((revoked_at is null) = (revocation_reason is null))
);
create index certificates_revoked on credentials.certificates (authority, revoked_at) where revoked_at is not null;
create index certificates_reserved on credentials.certificates (authority, reserved_at) where certificate is null;
create index certificates_key on credentials.certificates (key_fingerprint) where key_fingerprint is not null;

insert into credentials.certificates (serial, authority, certificate, fingerprint, revoked_at, revocation_reason)
  select k.serial, 'ACI-FO-PP', k.certificate, encode(sha256(k.certificate), 'hex'),
    case when c.state = 'opposed' then clock_timestamp() end,
    case when c.state = 'opposed' then 'unspecified' end
  from credentials.card_certificates k join credentials.cards c on c.number = k.card_number;
alter table credentials.card_certificates drop column certificate,
  add foreign key (serial) references credentials.certificates (serial);

create sequence credentials.revocation_list_numbers;

-- CRLs as they were signed; full ones, and deltas of the full one that they add to. Old ones are deleted.
create table credentials.revocation_lists (
  authority text not null references credentials.certificate_authorities (name),
  number bigint not null,
  base bigint,
  der bytea not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  primary key (authority, number)
);

-- Who answers for an authority about the state of its certificates (OCSP); newer ones replace those that end.
create table credentials.responders (
  authority text not null references credentials.certificate_authorities (name),
  certificate bytea not null,
  key_reference text not null,
  not_after timestamptz not null,
  primary key (authority, not_after)
);
