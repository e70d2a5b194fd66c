-- What the holder of an e-CPS wanted and did not want, counted at each new request.
create index ecps_requests_decided on credentials.ecps_requests (ecps_id, decided_at)
  where state in ('approved', 'refused', 'wrong-number');
