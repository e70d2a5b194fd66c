-- What a national file says of a number, as the file says it: the kept cells of its lines between bars, one line after
-- the other. It holds true from the moment when the register reads it until it reads something else, so that the two
-- times of the register are one here. Parts are unfolded from it when somebody asks.
create table registry.statements (
  id_nat text collate "C" not null,
  file text not null,
  since timestamptz not null,
  until timestamptz,
  -- The load that said so.
  load bigint not null,
  -- Words of the names in these lines, between spaces.
  words text not null default '',
  -- Whether the savoir-faire of these lines count: until a file of savoir-faire is loaded.
  with_skills boolean not null default false,
  -- Since an authority registers the person here: its own parts, and those unfolded by then, speak instead.
  taken_over_at timestamptz,
  content text collate "C" not null,
  primary key (id_nat, file, since)
);

-- The last load that touched a person, so that the copies take all of them in one go.
alter table registry.persons add column load bigint;
create index persons_load on registry.persons (load);

-- The version of each person, and the load that touched him last.
create or replace view registry.current_versions as select id_nat, version, load from registry.persons;

-- What earlier loads brought lay in parts, without the text of the files. It is set aside; the next files bring it again.
update registry.parts p set superseded_at = greatest(now(), p.recorded_at)
  where p.act like 'import %' and p.superseded_at is null
    and not exists (select from registry.memberships m where m.person_id = p.person_id);
drop table registry.imported;
