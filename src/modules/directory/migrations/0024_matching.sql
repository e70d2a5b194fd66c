-- Some of those that a question finds, by the index of terms and in no order. The planner takes a beginning that nobody
-- bears for a frequent one, and would walk the whole table in the order of names to find the few.
create function directory.matching_people(asked tsquery, most bigint) returns table (id text, sort_name text)
  language sql stable parallel safe rows 1000
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
  as $$ select e.id_nat, e.sort_name from directory.entries e where e.published and e.terms @@ asked limit most $$;

create function directory.matching_structures(asked tsquery, most bigint) returns table (id text, sort_name text)
  language sql stable parallel safe rows 1000
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
  as $$ select s.id, s.sort_name from structures.published s where s.active and s.terms @@ asked limit most $$;
