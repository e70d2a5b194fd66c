-- For which product a certificate was ordered, who is told before it ends, and the last notice that they got (days).
alter table credentials.software_certificates
  add column departement text,
  add column product text not null default '',
  add column contacts text[] not null default '{}',
  add column told_days smallint;
create index software_certificates_end on credentials.software_certificates (expires_at) where revoked_at is null;

-- A kit that is being made: a second order of the same one waits, two minutes at most if the first process died.
create table credentials.kit_claims (
  structure_id text not null,
  product text not null,
  claimed_at timestamptz not null,
  primary key (structure_id, product)
);
