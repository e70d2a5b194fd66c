-- What the simulated mail service of MSSanté received, by mailbox.
create table sandbox.secure_mail (
  id bigint generated always as identity primary key,
  address text not null,
  sender text not null,
  subject text not null,
  body text not null,
  at timestamptz not null
);
create index secure_mail_address on sandbox.secure_mail (address, id desc);
