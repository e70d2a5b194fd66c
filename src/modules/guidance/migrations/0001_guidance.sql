create schema guidance;

-- Questions of integrators, and the answers they got.
create table guidance.tickets (
  id bigint generated always as identity primary key,
  account uuid not null,
  -- Where the answer is announced.
  contact text not null,
  category text not null check (category in ('technical', 'functional', 'connection', 'account')),
  subject text not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  opened_at timestamptz not null,
  first_answer_at timestamptz,
  last_at timestamptz not null
);
create index tickets_account on guidance.tickets (account, id desc);
create index tickets_waiting on guidance.tickets (last_at) where state = 'open';

create table guidance.messages (
  id bigint generated always as identity primary key,
  ticket bigint not null references guidance.tickets (id) on delete cascade,
  by_support boolean not null,
  -- Who answered, for the journal; never shown to the integrator.
  author text not null,
  text text not null,
  at timestamptz not null
);
create index messages_ticket on guidance.messages (ticket, id);

-- What readers say of the guide.
create table guidance.remarks (
  id bigint generated always as identity primary key,
  page text not null,
  version text not null,
  text text not null,
  contact text not null default '',
  at timestamptz not null,
  handled_at timestamptz
);
create index remarks_unhandled on guidance.remarks (at) where handled_at is null;
