-- Every call of the demo INSi, DMP and MSSanté: who, by what, for whom, and the line of the usage matrix that said yes
-- or no. Patients are invented and named by a number that nobody bears.
create table sandbox.service_calls (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  service text not null,
  act text not null,
  means text,
  mode text,
  id_nat text,
  card_number text,
  structure text,
  certificate text,
  -- The user whom the software of a structure names.
  account text,
  outcome text not null check (outcome in ('done', 'refused')),
  code text,
  usage_row text,
  about text
);

-- Documents that were put into the demo DMP.
create table sandbox.dmp_documents (
  id bigint generated always as identity primary key,
  patient text not null,
  type text not null,
  title text not null,
  body text not null,
  at timestamptz not null,
  author text not null,
  -- Of a deposit that was signed: who signed, and a number that counts once.
  signed_by text,
  deposit text unique
);
create index dmp_documents_patient on sandbox.dmp_documents (patient, id desc);
