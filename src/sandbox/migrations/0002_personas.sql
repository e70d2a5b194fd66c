-- The people with a story, and the numbers that the register gave them.
create table sandbox.personas (
  key text primary key,
  id_nat text not null
);
