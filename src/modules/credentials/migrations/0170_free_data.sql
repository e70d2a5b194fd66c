-- What applications leave in the one object of a chip that they may write.
alter table credentials.cards add column free_data bytea check (octet_length(free_data) <= 1024);
