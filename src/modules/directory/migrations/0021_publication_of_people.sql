-- Who copies the directory takes a whole publication by its number.
create or replace view directory.published_people as
  select e.id_nat, e.version, e.origins, e.published, e.person, e.xid, p.number publication
  from directory.entries e left join directory.publications p on p.xid = e.xid;
