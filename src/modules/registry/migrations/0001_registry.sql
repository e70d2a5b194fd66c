create extension if not exists btree_gist;
create schema registry;

-- The bodies of the numbers given here; a value drawn is never drawn again.
create sequence registry.numbers minvalue 1;

create table registry.persons (
  id bigint generated always as identity primary key,
  -- The national identifier, one for life.
  id_nat text not null constraint persons_id_nat unique,
  rpps text constraint persons_rpps unique,
  other_ids text[] not null default '{}',
  state text not null check (state in ('active', 'closed')),
  version integer not null,
  -- Authority -> version of its member that this state includes.
  origins jsonb not null default '{}',
  -- Hash of the normalised five traits while the civil status is certified: no two persons may share it.
  certified_traits text constraint persons_certified_traits unique,
  -- Words of the names, for the consultation screen.
  names tsvector not null default '',
  birth_date date,
  updated_at timestamptz not null
);
create index persons_names on registry.persons using gin (names);
create index persons_birth_date on registry.persons (birth_date);

-- Which file of which authority feeds which person, and how far it has been read.
create table registry.memberships (
  member_id uuid primary key,
  authority text,
  person_id bigint references registry.persons (id),
  applied integer not null default 0,
  closed boolean not null default false,
  -- Why the file was not taken, with the number that the person already holds.
  refusal jsonb
);
create index memberships_of_person on registry.memberships (person_id);

-- Every part of every person, in two times: when it holds true, and when the register knew it.
create table registry.parts (
  id bigint generated always as identity primary key,
  person_id bigint not null references registry.persons (id),
  kind text not null,
  key text not null,
  value jsonb not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  authority text not null,
  act text not null,
  constraint parts_period check (valid_to is null or valid_from < valid_to),
  -- What the register holds as true today never says two things of one instant.
  constraint parts_no_overlap exclude using gist (
    person_id with =, kind with =, key with =, tstzrange(valid_from, valid_to) with &&
  ) where (superseded_at is null)
);
create index parts_of_person on registry.parts (person_id, kind, key);
