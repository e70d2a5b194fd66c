-- When structures changed (real time), for those who look for copies that missed a change.
create index past_recorded on structures.past (recorded_at);
create view structures.changes as select id, recorded_at from structures.past;
