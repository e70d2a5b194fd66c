-- How many open structures FINESS has of each kind and category: what each statement adds or takes away, to be summed.
-- Writers only add lines, so that they never wait for each other.
create table structures.tally (
  kind text not null,
  category text collate "C",
  n integer not null
);
insert into structures.tally (kind, category, n)
  select kind, category, count(*) from structures.structures where active and finess is not null group by kind, category;

-- Lines that nobody else gathers at the moment become one for each kind and category.
create function structures.gather_tally() returns void language sql as $$
  with gone as (
    delete from structures.tally where ctid = any(array(select ctid from structures.tally for update skip locked))
    returning kind, category, n)
  insert into structures.tally (kind, category, n)
    select kind, category, sum(n) from gone group by kind, category having sum(n) <> 0
$$;

create function structures.keep_tally() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into structures.tally (kind, category, n)
      select kind, category, count(*) from after where active and finess is not null group by kind, category;
  elsif tg_op = 'DELETE' then
    insert into structures.tally (kind, category, n)
      select kind, category, -count(*) from before where active and finess is not null group by kind, category;
  else
    insert into structures.tally (kind, category, n)
      select kind, category, sum(n) from (
        select kind, category, 1 n from after where active and finess is not null
        union all select kind, category, -1 from before where active and finess is not null) changed
      group by kind, category having sum(n) <> 0;
  end if;
  if (select count(*) from (select from structures.tally limit 2001) few) > 2000 then
    perform structures.gather_tally();
  end if;
  return null;
end $$;
create trigger tally_added after insert on structures.structures
  referencing new table as after for each statement execute function structures.keep_tally();
create trigger tally_changed after update on structures.structures
  referencing old table as before new table as after for each statement execute function structures.keep_tally();
create trigger tally_taken after delete on structures.structures
  referencing old table as before for each statement execute function structures.keep_tally();

-- The counts no longer read the structures.
drop index structures.structures_counts;
