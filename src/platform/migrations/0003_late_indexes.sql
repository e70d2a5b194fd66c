-- Indexes that whoever filled a table at once left to be made after his transaction: how each is made.
create table platform.late_indexes (
  name text primary key,
  relation text not null,
  made_by text not null
);

-- Makes those of a table, or all: they are there together, or the next call makes them.
create function platform.make_late_indexes(which text) returns void language plpgsql
-- A search index is made in less time in what the processor keeps near than in more: a sixth less than in 256 MB.
set maintenance_work_mem = '64MB' as $$
declare
  statement text;
begin
  for statement in
    delete from platform.late_indexes where which is null or relation = which returning made_by
  loop
    execute statement;
  end loop;
end $$;
