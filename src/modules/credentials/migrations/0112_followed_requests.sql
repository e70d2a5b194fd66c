-- Somebody waits to be told when this request is decided; otherwise a browser asks by itself.
alter table credentials.ecps_requests add column followed boolean not null default false;
