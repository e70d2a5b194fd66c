-- A structure is found by terms, replayed at any past date, and followed by those who show it.
alter table structures.structures
  add column version integer not null default 1,
  -- Simulated time at which the current version began.
  add column since timestamptz,
  -- What brought the current version: `live`, `finess 12`.
  add column act text not null default 'live',
  add column active boolean not null default true,
  add column kind text not null default 'EG' check (kind in ('EJ', 'EG')),
  add column category text,
  -- Named by the last file of FINESS: only such a file writes it, and it is closed when it is no longer named.
  add column in_finess boolean not null default false,
  add column sort_name text collate "C" not null default '',
  add column terms tsvector not null default '',
  add column xid xid8 not null default pg_current_xact_id();
update structures.structures set since = updated_at;
alter table structures.structures alter column since set not null;
create index structures_terms on structures.structures using gin (terms) with (fastupdate = off);
create index structures_order on structures.structures (sort_name, id);
create index structures_changed on structures.structures (updated_at, id);
create index structures_xid on structures.structures (xid);

-- Versions that were replaced: at a time, the highest version that had begun is the one that held.
create table structures.past (
  id text not null references structures.structures (id),
  version integer not null,
  since timestamptz not null,
  act text not null,
  data jsonb not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (id, version)
);

-- Whoever changes what a structure says keeps what it said. A write that changes nothing is not one.
create function structures.keep_past() returns trigger language plpgsql as $$
begin
  if new.data = old.data then
    if new.terms = old.terms and new.in_finess = old.in_finess and new.active = old.active
      and new.national_id is not distinct from old.national_id then return null; end if;
    new.updated_at := old.updated_at;
    return new;
  end if;
  insert into structures.past (id, version, since, act, data)
    values (old.id, old.version, old.since, old.act, old.data);
  new.version := old.version + 1;
  new.since := new.updated_at;
  new.xid := pg_current_xact_id();
  return new;
end $$;
create trigger keep_past before update on structures.structures
  for each row execute function structures.keep_past();

-- What the directory may show of every structure.
create view structures.published as
  select id, national_id, finess, siret, kind, category, active, data, version, sort_name, terms, updated_at, xid
  from structures.structures;
