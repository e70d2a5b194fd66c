-- A key is certified once: who holds two certificates holds two keys.
drop index credentials.certificates_key;
create unique index certificates_key on credentials.certificates (key_fingerprint);

-- Certificates of organisations and of their servers. Never deleted. Their times are simulated; those of the certificate
-- itself are real, in its own bytes.
create table credentials.software_certificates (
  serial text primary key references credentials.certificates (serial),
  offer text not null check (offer in ('ORG', 'SERV')),
  usage text not null check (usage in ('AUTH_CLI', 'SIGN', 'CONF', 'SSL', 'S/MIME')),
  -- National identifier of the legal person: type digit and number.
  structure_id text not null,
  structure_name text not null,
  -- Name of an application, or of a host.
  common_name text not null,
  revocation_hash text not null,
  ordered_by text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revocation_reason text,
  check ((revoked_at is null) = (revocation_reason is null))
);
create index software_certificates_structure on credentials.software_certificates (structure_id);
