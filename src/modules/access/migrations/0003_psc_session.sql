-- The session of Pro Santé Connect (`sid`) under which a session of the portals was opened: it ends with it.
alter table access.sessions add column psc_sid text;
create index sessions_psc_sid on access.sessions (psc_sid) where psc_sid is not null;
