-- Whether a load of national files is shown: one publication in thousands.
create index publications_loads on directory.publications (origin) where origin like 'import:%';
