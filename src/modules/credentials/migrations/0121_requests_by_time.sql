-- Requests are written in the order of time: a few pages of index are enough to find those of a day.
create index ecps_requests_time on credentials.ecps_requests using brin (created_at);
