-- The open directory tells neither birth dates nor traits: of a nation hardly anybody has them.
alter table registry.persons drop constraint persons_certified_traits;
create unique index persons_certified_traits on registry.persons (certified_traits)
  where certified_traits is not null;
drop index registry.persons_birth_date;
create index persons_birth_date on registry.persons (birth_date) where birth_date is not null;
