create schema structures;

-- Places of practice. `id` is the technical id of the directory (F…, C…, R…) and never changes.
create table structures.structures (
  id text primary key,
  national_id text,
  finess text,
  siret text,
  -- A practice is known by the RPPS number of its holder and a rank.
  holder text,
  holder_rank integer,
  data jsonb not null,
  updated_at timestamptz not null,
  constraint structures_holder_rank unique (holder, holder_rank)
);
create unique index structures_national_id on structures.structures (national_id);
create index structures_finess on structures.structures (finess) where finess is not null;
create index structures_siret on structures.structures (siret) where siret is not null;

create sequence structures.practice_numbers;
