-- Publications of loads that were copied as a whole.
create table identity_provider.copied_publications (
  number bigint primary key
);
insert into identity_provider.copied_publications (number)
  select number from directory.applied_publications
  where number::text in (select subject from platform.events where type = 'identity-provider.publication-copied');
