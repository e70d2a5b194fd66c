-- Files of contacts that an authority delivers by hand. The content is kept as long as it waits for its date.
create table authorities.contact_files (
  id bigint generated always as identity primary key,
  authority text not null,
  name text not null,
  -- The civil day whose contacts the file holds.
  dated_on date not null,
  state text not null check (state in ('waiting', 'loaded', 'withdrawn')),
  delivered_at timestamptz not null,
  delivered_by text not null,
  -- For one that waits: the day of the calendar on which it is loaded.
  due_at timestamptz,
  loaded_at timestamptz,
  lines integer not null,
  taken integer,
  rejected jsonb not null default '[]',
  content text
);
create index contact_files_loaded on authorities.contact_files (authority, dated_on desc) where state = 'loaded';
create unique index contact_files_one_waits on authorities.contact_files (authority) where state = 'waiting';

-- What the last of these files says of each person.
create table authorities.delivered_contacts (
  authority text not null,
  id_nat text not null,
  contacts jsonb not null,
  file_id bigint not null references authorities.contact_files (id),
  -- The version of the authority's own file that these contacts include; 0 where it has none.
  member_version integer not null,
  primary key (authority, id_nat)
);
create index delivered_contacts_of_person on authorities.delivered_contacts (id_nat);
