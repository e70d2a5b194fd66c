-- The copy is kept as the directory wrote it, and read whole.
alter table identity_provider.people alter column person type json using person::json;
