create schema directory;

-- The directory's own copy of each person of the register, places included.
create table directory.entries (
  id_nat text collate "C" primary key,
  -- Version of the register's record that this row holds; it only grows.
  version integer not null,
  origins jsonb not null default '{}',
  published boolean not null,
  published_at timestamptz,
  updated_at timestamptz not null,
  person jsonb not null,
  -- Name then given name of exercise, folded: the order of every list.
  sort_name text collate "C" not null,
  -- What the public search may find this person by, and nothing else: see rules/search-terms.ts.
  terms tsvector not null
);

-- A search reads one of two ways: by what was asked (few matches), or in the order of the list (many).
create index entries_terms on directory.entries using gin (terms) with (fastupdate = off) where published;
create index entries_order on directory.entries (sort_name, id_nat) where published;
