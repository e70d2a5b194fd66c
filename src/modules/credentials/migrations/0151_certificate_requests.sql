-- What a technical administrator has ordered on the platform, from the order to the retrieval: the certificate is signed
-- when it is retrieved, so that its key and its revocation code are never kept. Times are simulated, but for begun_at.
create table credentials.certificate_requests (
  id text primary key,
  structure_id text not null,
  structure_name text not null,
  departement text,
  offer text not null check (offer in ('ORG', 'SERV')),
  usage text not null check (usage in ('AUTH_CLI', 'SIGN', 'CONF', 'SSL', 'S/MIME')),
  common_name text not null,
  product text not null,
  contacts text[] not null,
  -- DER of the signing request; without it the key is made at the retrieval.
  csr bytea,
  -- The certificate that this one follows.
  renewal_of text references credentials.software_certificates (serial),
  ordered_by text not null,
  ordered_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'retrieving', 'retrieved', 'cancelled')),
  -- Since when a process works at its retrieval: one that died leaves it to the next.
  begun_at timestamptz,
  serial text references credentials.software_certificates (serial),
  check ((state = 'retrieved') = (serial is not null))
);
create unique index certificate_requests_once
  on credentials.certificate_requests (structure_id, offer, usage, common_name, product)
  where state in ('open', 'retrieving');
create index certificate_requests_structure on credentials.certificate_requests (structure_id, ordered_at);
