-- The last civil day whose closings were told.
create table structures.announced_day (
  only_row boolean primary key default true check (only_row),
  day date not null
);
insert into structures.announced_day (day) values (current_date);

-- To close, or to open again, on a day that was told before is a version of its own, though nothing else is said.
create or replace function structures.keep_past() returns trigger language plpgsql as $$
begin
  if new.data = old.data and new.active = old.active then
    if new.terms = old.terms and new.in_finess = old.in_finess
      and new.national_id is not distinct from old.national_id then return null; end if;
    new.updated_at := old.updated_at;
    return new;
  end if;
  insert into structures.past (id, version, since, act, data)
    values (old.id, old.version, old.since, old.act, old.data);
  new.version := old.version + 1;
  new.since := new.updated_at;
  new.xid := pg_current_xact_id();
  return new;
end $$;
