-- The person of an entry is a text that is written once and read whole: taken apart only where a statement asks into it.
drop view directory.published_people;
drop index if exists directory.entries_other_ids;
drop trigger if exists keep_departed on directory.entries;

-- Other numbers of the same person, to be found by them.
alter table directory.entries add column other_ids text[] not null default '{}';
update directory.entries set other_ids = array(select jsonb_array_elements_text(person -> 'otherIds'))
  where person -> 'otherIds' <> '[]';
alter table directory.entries alter column person type json using person::json;
create index entries_other_ids on directory.entries using gin (other_ids) where other_ids <> '{}';

create or replace function directory.keep_departed() returns trigger language plpgsql as $$
begin
  if not old.published and old.departed = '{}' then return new; end if;
  new.departed := coalesce((select array_agg(name order by name) from (
    select unnest(old.departed || case when old.published then directory.names_of(old.person::jsonb) else '{}' end) name
    except select unnest(directory.names_of(new.person::jsonb))) gone), '{}');
  return new;
end $$;
create trigger keep_departed before update of person on directory.entries
  for each row when (new.person::text is distinct from old.person::text) execute function directory.keep_departed();

create view directory.published_people as
  select e.id_nat, e.version, e.origins,
    e.published or (e.id_nat ~ '^[1-6]' and e.person ->> 'state' = 'active'
      and json_array_length(e.person -> 'exercises') > 0) published,
    e.person, e.other_ids, e.xid, p.number publication
  from directory.entries e left join directory.publications p on p.xid = e.xid;
