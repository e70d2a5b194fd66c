-- What somebody without codes and without e-CPS declares about a card, until the support has seen a proof of identity.
create table credentials.incident_reports (
  id uuid primary key,
  -- Hash of the one-time mark of the form: sent twice, it is one report.
  submission text not null unique,
  ticket bigint not null,
  problem text not null check (problem in ('loss', 'theft', 'malfunction', 'card-not-received', 'codes-lost')),
  id_nat text,
  card_number text,
  -- Names, birth date, contact, own words, and the proof: sealed, and erased by the decision.
  said text,
  proof text,
  proof_type text not null,
  -- SHA-256 of the proof: what was seen can be told from another file after it is gone.
  proof_hash text not null,
  filed_at timestamptz not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  decided_at timestamptz,
  decided_by text,
  decision text,
  check ((state = 'waiting') = (proof is not null and said is not null and decided_at is null))
);
create index incident_reports_waiting on credentials.incident_reports (filed_at, id) where state = 'waiting';
