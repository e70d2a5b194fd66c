-- The terms of some of those that a question finds, to be counted: read where the line is met, without looking for it again.
create function directory.terms_of_people(asked tsquery, most bigint) returns table (terms tsvector)
  language sql stable parallel safe rows 500
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set work_mem = '32MB'
  as $$ select e.terms from directory.entries e where e.published and e.terms @@ asked limit most $$;

create function directory.terms_of_structures(asked tsquery, most bigint) returns table (terms tsvector)
  language sql stable parallel safe rows 500
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set work_mem = '32MB'
  as $$ select s.terms from structures.published s where s.active and s.terms @@ asked limit most $$;
