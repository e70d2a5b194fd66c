-- Who goes by another number now, asked for by programs that may read restricted data.
create index entries_other_ids on directory.entries using gin ((person -> 'otherIds'))
  where person -> 'otherIds' <> '[]';
