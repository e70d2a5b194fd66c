-- The load that said so no longer; not known of what ended before this column.
alter table registry.statements add column ended_by bigint;
