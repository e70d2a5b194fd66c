-- Structures of an installation that is older than their terms: nobody finds them until they are made.
create index structures_unfound on structures.structures (id) where terms = ''::tsvector;
