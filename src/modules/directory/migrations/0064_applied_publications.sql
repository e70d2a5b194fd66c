-- Who copies the directory tells people whom a publication brings, all at once, from those who changed one by one.
create or replace view directory.current_versions as select id_nat, version, xid from directory.entries;
create view directory.applied_publications as
  select number, xid from directory.publications where origin like 'import:%';
