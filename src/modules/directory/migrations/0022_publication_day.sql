-- The last day on which the professions that are published were told to the copies.
create table directory.publication_day (
  is_only boolean primary key default true check (is_only),
  day date not null
);
insert into directory.publication_day (day) values (current_date);
