-- Those who are not published have a file all the same, which names the places where they work or worked.
create index entries_unpublished_terms on directory.entries using gin (terms) with (fastupdate = off)
  where not published;
