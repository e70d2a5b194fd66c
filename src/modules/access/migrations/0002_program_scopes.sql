-- What the tokens of a program open. `authority` is then the code of whoever it speaks for: an authority
-- (registrations), or an operator of mailboxes (mailboxes).
alter table access.authority_clients add column scope text not null default 'registrations';
