-- Who may act for a structure: legal representatives, mandataires, technical administrators, RPPS+ managers, delegates. Rows
-- are never deleted; a withdrawal is dated. `via` is the third structure whose administrator serves a client.
create table access.habilitations (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in
    ('legal-representative', 'mandataire', 'technical-admin', 'rpps-manager', 'delegate')),
  id_nat text not null,
  name text not null,
  structure_id text not null,
  via text,
  interim boolean not null default false,
  -- Civil days, simulated time; the last day is included.
  from_day date not null,
  to_day date,
  granted_by text not null,
  granted_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawal_reason text,
  -- Number of the form that asked for it.
  filing text,
  check (to_day >= from_day),
  check (not interim or to_day is not null),
  check (via is null or kind = 'technical-admin'),
  check ((withdrawn_at is null) = (withdrawal_reason is null))
);
create index habilitations_person on access.habilitations (id_nat) where withdrawn_at is null;
create index habilitations_structure on access.habilitations (structure_id, granted_at desc, id);
create index habilitations_via on access.habilitations (via) where via is not null;
-- One at a time of a kind for a person, a structure and a way.
create unique index habilitations_once on access.habilitations
  (kind, id_nat, structure_id, coalesce(via, '')) where withdrawn_at is null;

-- Structures that act for others, once their own legal representative has said so.
create table access.third_structures (
  structure_id text primary key,
  activated_at timestamptz not null,
  activated_by text not null,
  ended_at timestamptz
);

-- The clients that chose a third structure.
create table access.third_structure_choices (
  id uuid primary key default gen_random_uuid(),
  client text not null,
  third text not null,
  chosen_at timestamptz not null,
  chosen_by text not null,
  ended_at timestamptz,
  ended_by text,
  check (client <> third)
);
create unique index third_structure_choices_once on access.third_structure_choices (client, third)
  where ended_at is null;
create index third_structure_choices_third on access.third_structure_choices (third) where ended_at is null;

-- What holds whatever the day: not withdrawn, and, for an administrator of a third structure, the client still served.
create view access.standing_habilitations as
  select h.* from access.habilitations h
  where h.withdrawn_at is null and (h.via is null or exists (
    select from access.third_structure_choices c
      join access.third_structures t on t.structure_id = c.third and t.ended_at is null
    where c.client = h.structure_id and c.third = h.via and c.ended_at is null));
