create schema messaging;

-- Who keeps mailboxes of the MSSanté trust space. The program has a client of OAuth; people have a role.
create table messaging.operators (
  code text collate "C" primary key check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null,
  -- Where a professional writes to have something corrected.
  contact text not null,
  created_at timestamptz not null,
  closed_at timestamptz
);

-- What the national file says is nobody's until an operator says it himself.
insert into messaging.operators (code, name, contact, created_at)
  values ('fichier-national', 'Fichier national de correspondance', '', now());

-- A domain belongs to one operator; his are also the domains below it, unless another one holds them.
create table messaging.domains (
  domain text collate "C" primary key,
  operator text collate "C" not null references messaging.operators
);

create table messaging.mailboxes (
  id uuid primary key default gen_random_uuid(),
  -- Lower case. Never changes, never passes to another holder.
  address text collate "C" not null unique,
  type text not null check (type in ('PER', 'ORG', 'APP', 'CAB')),
  operator text collate "C" not null references messaging.operators,
  -- `file`: said by the national file alone; `operator`: said by its operator.
  source text not null check (source in ('operator', 'file')),
  id_nat text collate "C",
  structure_id text collate "C",
  -- Of a personal mailbox without number: who holds it, as its structure names him (before the RPPS+).
  declared jsonb,
  service text,
  responsible text,
  phone text,
  description text,
  dematerialisation boolean not null,
  red_list boolean not null,
  published boolean not null,
  version integer not null,
  updated_at timestamptz not null,
  withdrawn_at timestamptz,
  -- Hash of what the file says, for mailboxes of that source.
  hash uuid,
  holder text collate "C" not null generated always as (coalesce(id_nat, structure_id)) stored,
  check (type not in ('ORG', 'APP') or (id_nat is null and structure_id is not null))
);
create index mailboxes_holder on messaging.mailboxes (holder);
create index mailboxes_operator on messaging.mailboxes (operator, address);
-- A domain is given to an operator, or looked for, whatever stands before the @.
create index mailboxes_file on messaging.mailboxes (address) where source = 'file';

-- Every version that an operator wrote.
create table messaging.versions (
  mailbox uuid not null references messaging.mailboxes,
  version integer not null,
  at timestamptz not null,
  actor text not null,
  act text not null,
  content jsonb not null,
  primary key (mailbox, version)
);

-- Who may read an organisational mailbox; the right to a personal one is not asked for.
create table messaging.members (
  mailbox uuid not null references messaging.mailboxes,
  id_nat text collate "C" not null,
  since timestamptz not null,
  until timestamptz,
  primary key (mailbox, id_nat)
);
create index members_person on messaging.members (id_nat) where until is null;

-- What opens an applicative mailbox: a key of a program, kept as a hash. No person opens it.
create table messaging.service_accounts (
  key_hash text primary key,
  mailbox uuid not null references messaging.mailboxes,
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- One version per holder (national identifier of a person, technical id of a structure): it grows with any of his
-- mailboxes, and copies compare it with their own.
create table messaging.holders (
  holder text collate "C" primary key,
  version integer not null
);

-- Published to the directory: what everybody may know of the mailboxes of a holder. No red list, nothing that is not
-- published, neither telephone nor responsible person.
create view messaging.shown as
  select h.holder, h.version, coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', m.id, 'address', m.address, 'type', m.type,
        'idNat', m.id_nat, 'structureId', m.structure_id, 'service', m.service, 'description', m.description,
        'dematerialisation', m.dematerialisation, 'redList', m.red_list, 'published', m.published,
        'operator', m.operator, 'updatedAt', m.updated_at)) order by m.address)
    from messaging.mailboxes m
    where m.holder = h.holder and m.withdrawn_at is null and m.published and not m.red_list), '[]') mailboxes
  from messaging.holders h;

-- Published to those who copy: the version of each holder.
create view messaging.current_versions as select holder, version from messaging.holders;
