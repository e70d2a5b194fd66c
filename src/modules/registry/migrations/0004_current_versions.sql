-- Published to the directory: the version of each person. What the directory holds below it is behind.
create view registry.current_versions as select id_nat, version from registry.persons;
