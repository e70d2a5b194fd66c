create schema authorities;

-- One row per person and authority, from the draft of an application to the closed file.
create table authorities.members (
  id uuid primary key,
  authority text not null,
  -- Null until the register has given a number.
  id_nat text,
  state text not null,
  -- Number of the last version; 0 while nothing has been validated.
  version integer not null default 0,
  -- What the applicant wrote, as long as it is not validated.
  draft jsonb,
  -- The act without which nothing goes to the register: who, when, what was checked.
  validation jsonb,
  refusal jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint members_validated check (
    (version = 0 and state in ('draft', 'submitted', 'in-review', 'complement-requested', 'refused', 'abandoned'))
    or (version > 0 and validation is not null and state in ('active', 'suspended', 'closed', 'refused')))
);
create unique index members_id_nat on authorities.members (authority, id_nat)
  where id_nat is not null and state <> 'refused';
create index members_of_person on authorities.members (id_nat) where id_nat is not null;
create index members_waiting on authorities.members (authority, state, created_at, id);

-- Everything that an authority ever held as true of a member. Never changed, never deleted.
create table authorities.member_versions (
  member_id uuid not null references authorities.members (id),
  version integer not null,
  record jsonb not null,
  closed boolean not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  act text not null,
  by text not null,
  -- [{field, from, to}] against the version before.
  changed jsonb not null,
  primary key (member_id, version)
);

-- Each step of an application or of a file: who, when, from where to where, why.
create table authorities.acts (
  id bigint generated always as identity primary key,
  member_id uuid not null references authorities.members (id),
  act text not null,
  from_state text,
  to_state text not null,
  by text not null,
  at timestamptz not null,
  details jsonb not null default '{}'
);
create index acts_of_member on authorities.acts (member_id, id);
