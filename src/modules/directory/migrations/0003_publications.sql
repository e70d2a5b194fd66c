-- One number per transaction that changed what the directory shows: site, API and files say which state they tell.
create table directory.publications (
  number bigint primary key,
  -- Rows of the directory carry the xid of the transaction that wrote them: row -> xid -> number.
  xid xid8 not null unique,
  -- Date of the (maybe simulated) clock.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- What caused it, e.g. `live`, `import:<load>`, `mailboxes`.
  origin text not null
);

-- Locked by each publication until it commits: numbers are in the order of the commits.
create table directory.current_publication (
  is_only boolean primary key default true check (is_only),
  number bigint not null references directory.publications
);
insert into directory.publications (number, xid, at, origin) values (0, pg_current_xact_id(), now(), 'installation');
insert into directory.current_publication (number) values (0);

-- What was there before counting belongs to publication 0.
alter table directory.entries
  add column xid xid8 not null default pg_current_xact_id(),
  -- The transaction that last showed the person to the public, or hid him.
  add column switched_xid xid8 not null default pg_current_xact_id();
create index entries_xid on directory.entries (xid);
