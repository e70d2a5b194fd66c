-- Number of the rules that made the entry: see rules/projection.ts.
alter table directory.entries add column projection integer not null default 1;
