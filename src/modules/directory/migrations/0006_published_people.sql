-- Published to those who copy the directory: each entry with its version, as of the transaction that wrote it.
create view directory.published_people as
  select id_nat, version, origins, published, person, xid from directory.entries;
