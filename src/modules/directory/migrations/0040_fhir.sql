create extension if not exists pg_trgm;

-- What everybody may know of the cards of a person, as credentials tell it.
alter table directory.entries
  add column cards jsonb not null default '[]',
  add column cards_version integer not null default 0,
  -- Exercises (`10-C`) and activities (`10-C/a1`) that everybody could see once and that the person no longer has.
  add column departed text[] not null default '{}';

create function directory.names_of(person jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(name), '{}') from (
    select (e ->> 'profession') || '-' || (e ->> 'category') name from jsonb_array_elements(person -> 'exercises') e
    union
    select (e ->> 'profession') || '-' || (e ->> 'category') || '/' || (a ->> 'key')
      from jsonb_array_elements(person -> 'exercises') e, jsonb_array_elements(e -> 'activities') a) named
$$;

-- Whoever writes an entry, what was shown and is no more is kept by its name alone; what comes back is no longer gone.
create function directory.keep_departed() returns trigger language plpgsql as $$
begin
  if not old.published and old.departed = '{}' then return new; end if;
  new.departed := coalesce((select array_agg(name order by name) from (
    select unnest(old.departed || case when old.published then directory.names_of(old.person) else '{}' end) name
    except select unnest(directory.names_of(new.person))) gone), '{}');
  return new;
end $$;
create trigger keep_departed before update of person on directory.entries
  for each row when (new.person is distinct from old.person) execute function directory.keep_departed();

create function directory.mailbox_addresses(mailboxes jsonb) returns text language sql immutable parallel safe as $$
  select lower(string_agg(m ->> 'address', ' ')) from jsonb_array_elements(mailboxes) m
$$;
create function directory.card_numbers(cards jsonb) returns text language sql immutable parallel safe as $$
  select lower(string_agg(c ->> 'number', ' ')) from jsonb_array_elements(cards) c
$$;

create index entries_updated on directory.entries (updated_at, id_nat);
create index entries_gone on directory.entries (id_nat) where not published or departed <> '{}';
create index entries_long on directory.entries (md5(id_nat)) where length(id_nat) > 36;
create index entries_addresses on directory.entries
  using gin (directory.mailbox_addresses(mailboxes) gin_trgm_ops) where mailboxes <> '[]';
create index structure_mailboxes_texts on directory.structure_mailboxes
  using gin (directory.mailbox_addresses(mailboxes) gin_trgm_ops) where mailboxes <> '[]';
create index structure_mailboxes_updated on directory.structure_mailboxes (updated_at);
create index entries_cards on directory.entries
  using gin (directory.card_numbers(cards) gin_trgm_ops) where cards <> '[]';

-- What establishments are authorised to do and to use, as HealthcareService and Device tell it.
create table directory.authorisations (
  id text collate "C" primary key,
  kind text not null check (kind in ('activity', 'social', 'equipment')),
  structure_id text not null,
  data jsonb not null,
  active boolean not null,
  version integer not null default 1,
  terms tsvector not null,
  updated_at timestamptz not null,
  xid xid8 not null
);
create index authorisations_terms on directory.authorisations using gin (terms);
create index authorisations_updated on directory.authorisations (updated_at, id);
create index authorisations_kind on directory.authorisations (kind, id);
create index authorisations_xid on directory.authorisations (xid);
