-- A question may come from somebody who can sign in nowhere: the answer itself then goes by mail.
alter table guidance.tickets alter column account drop not null;
alter table guidance.tickets drop constraint tickets_category_check;
alter table guidance.tickets add constraint tickets_category_check
  check (category in ('technical', 'functional', 'connection', 'account', 'card'));
