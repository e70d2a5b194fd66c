-- Versions of the authorisation matrix of the DMP that an operator loaded. The one in force on a day is the latest
-- that begins by then and was not undone; before all of them, the one that comes with the program.
create table guidance.dmp_matrices (
  id bigint generated always as identity primary key,
  version text not null,
  -- First day.
  date date not null,
  -- The file as it was given.
  content text not null,
  reason text not null,
  loaded_by text not null,
  loaded_at timestamptz not null,
  undone_by text,
  undone_at timestamptz
);
create unique index dmp_matrices_version on guidance.dmp_matrices (version) where undone_at is null;
