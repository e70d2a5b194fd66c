-- Nurses as they are counted for the activation of the e-CPS: card, ordre, mode. Written with the other counts.
create table directory.nurse_counts (
  card boolean not null,
  enrolled boolean not null,
  mode text not null check (mode in ('L', 'S', '')),
  people integer not null,
  primary key (card, enrolled, mode)
);
