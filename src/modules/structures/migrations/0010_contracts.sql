-- The contract by which a structure joins the services of the agency. FINESS and SIRET are those of the day it was signed:
-- when they change, it no longer holds.
create sequence structures.contract_numbers;
create table structures.contracts (
  number text primary key,
  structure_id text not null references structures.structures (id),
  finess text,
  siret text,
  signatory text not null,
  -- National identifier of who signed; null where the paper was signed before he had any means.
  signatory_id_nat text,
  signed_at timestamptz not null,
  signed_by text not null,
  ended_at timestamptz,
  ending text check (ending in ('finess-changed', 'siret-changed', 'structure-closed', 'terminated')),
  check ((ended_at is null) = (ending is null))
);
create unique index contracts_open on structures.contracts (structure_id) where ended_at is null;
create index contracts_of_structure on structures.contracts (structure_id, signed_at);
