-- Published to those who copy the directory: the version of each entry.
create view directory.current_versions as select id_nat, version from directory.entries;
