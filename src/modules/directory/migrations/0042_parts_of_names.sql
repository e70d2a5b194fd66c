-- A part of a name is looked for among the words that names are made of.
create index names_parts on directory.names using gin (word gin_trgm_ops);
