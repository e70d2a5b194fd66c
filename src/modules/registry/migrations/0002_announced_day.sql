-- The last civil day whose beginnings and ends were told to those who copy the register.
create table registry.announced_day (
  only_row boolean primary key default true check (only_row),
  day date not null
);
insert into registry.announced_day (day) values (current_date);
