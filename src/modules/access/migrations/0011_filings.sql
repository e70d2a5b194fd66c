-- Forms that were filled in on line, each with the number that people keep. What was said and the evidence are sealed.
create sequence access.filing_numbers;
create table access.filings (
  number text primary key,
  form text not null check (form in ('F101', 'F301', 'F420', 'F502')),
  -- Technical id of the structure that it is for.
  structure_id text not null,
  -- One-time mark of the form: what is sent twice is one filing.
  submission text not null unique,
  said text not null,
  evidence text,
  evidence_type text,
  evidence_hash text,
  filed_by text not null,
  filed_at timestamptz not null,
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  -- What the decision made: numbers of a contract, of an order, a national identifier.
  outcome jsonb not null default '{}',
  check ((state = 'waiting') = (decided_at is null))
);
create index filings_structure on access.filings (structure_id, filed_at desc);
create index filings_waiting on access.filings (filed_at) where state = 'waiting';
