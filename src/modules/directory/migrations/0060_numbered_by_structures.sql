-- Who is numbered by a structure is not shown to the public any more, and those who copy the directory know him all the same.
update directory.entries set published = false, published_at = null, projection = 0 where id_nat ~ '^[1-6]';
update directory.entries set departed = '{}' where id_nat ~ '^[1-6]' and departed <> '{}';

create or replace view directory.published_people as
  select e.id_nat, e.version, e.origins,
    e.published or (e.id_nat ~ '^[1-6]' and e.person ->> 'state' = 'active' and e.person -> 'exercises' <> '[]') published,
    e.person, e.xid, p.number publication
  from directory.entries e left join directory.publications p on p.xid = e.xid;
