-- The extraction of correspondence reads those who have mailboxes, a fifth of the people.
create index entries_mailboxes_holders on directory.entries (id_nat) where published and mailboxes <> '[]';
