-- A frequent term is on a hundred thousand pages: with less memory they are noted roughly, then read and compared again.
alter function directory.matching_people(tsquery, bigint) set work_mem = '32MB';
alter function directory.matching_structures(tsquery, bigint) set work_mem = '32MB';
