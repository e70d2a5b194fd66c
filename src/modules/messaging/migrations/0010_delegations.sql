-- A holder lets a named person of the RPPS open his mailbox, for a time or until he ends it. The person opens it under
-- his own name, by his own means.
create table messaging.delegations (
  id bigint generated always as identity primary key,
  mailbox uuid not null references messaging.mailboxes,
  id_nat text collate "C" not null,
  since timestamptz not null,
  -- Last day, where there is one.
  until date,
  ended_at timestamptz
);
create unique index delegations_open on messaging.delegations (mailbox, id_nat) where ended_at is null;
create index delegations_person on messaging.delegations (id_nat) where ended_at is null;
