-- Whether the open directory told a structure: the restricted extraction, which has no labels, then leaves it alone.
alter table registry.imported_structures add column open boolean not null default true;
