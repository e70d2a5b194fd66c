-- Numbers that are one person's. Each leads to the number by which the register knows the person; several files may
-- say so of one number, the first one holds.
create table registry.merged_ids (
  id_nat text collate "C" primary key,
  main text collate "C" not null,
  -- A file of correspondences, or the column of other identifiers of the extraction.
  source text not null check (source in ('correspondances', 'psc')),
  load bigint not null,
  since timestamptz not null,
  check (id_nat <> main)
);
create index merged_ids_main on registry.merged_ids (main);

-- The number that took this one in: the record is closed, and says where its person is.
alter table registry.persons add column merged_into text collate "C";

alter table registry.imports drop constraint imports_source_check;
alter table registry.imports add constraint imports_source_check
  check (source in ('annuaire', 'psc', 'correspondances'));
