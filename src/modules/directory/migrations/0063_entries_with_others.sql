-- Those of a publication who have other numbers: a first load has none or few of them, and to find that out read every entry.
create index entries_with_others on directory.entries (xid) where other_ids <> '{}';
