-- Ids of structures are compared with those of the structures themselves, which have the collation of the database: by
-- the other one, an index of neither side serves the other.
alter table directory.structure_mailboxes alter column structure_id type text collate "default";
