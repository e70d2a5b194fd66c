-- The directory's own copy of what everybody may know of mailboxes: in the entry of a person, and by structure.
alter table directory.entries
  add column mailboxes jsonb not null default '[]',
  -- Version of the holder in `messaging.shown`; it only grows.
  add column mailboxes_version integer not null default 0;

create table directory.structure_mailboxes (
  structure_id text collate "C" primary key,
  mailboxes jsonb not null,
  version integer not null,
  updated_at timestamptz not null,
  xid xid8 not null
);
create index structure_mailboxes_xid on directory.structure_mailboxes (xid);
