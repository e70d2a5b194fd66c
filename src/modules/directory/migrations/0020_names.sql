-- The words that people are named by on open doors, each once or nearly so (two transactions may bring the same one):
-- a misspelt name is looked for here and not among two million people. A word stays when its last bearer leaves;
-- who proposes one first makes sure that somebody bears it.
create table directory.names (
  word text collate "C" not null,
  -- See rules/name-keys.ts.
  keys text[] not null
);
create index names_word on directory.names (word);
create index names_keys on directory.names using gin (keys) with (fastupdate = off);

-- A mailbox that everybody may know is found by its address.
create index entries_mailboxes on directory.entries using gin (mailboxes jsonb_path_ops) where mailboxes <> '[]';
create index structure_mailboxes_addresses on directory.structure_mailboxes using gin (mailboxes jsonb_path_ops);
