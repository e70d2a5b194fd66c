create schema tracking;

-- One line per minute and part of the program that answered, or did not. A minute without a line: nobody was there to
-- ask. Real time.
create table tracking.beats (
  minute timestamptz not null,
  part text not null,
  answered boolean not null,
  primary key (part, minute)
);
