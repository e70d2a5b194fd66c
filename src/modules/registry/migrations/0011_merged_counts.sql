-- What a file of correspondences came to: its lines, and the numbers that were made one account.
alter table registry.imports add column merged jsonb;
