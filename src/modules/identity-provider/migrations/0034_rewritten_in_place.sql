-- A session is written anew at each visit, and a token once more when it is spent. With room in its page, and no ordinary
-- index on what changes, a row is rewritten where it is and the other indexes are left alone.
alter table identity_provider.artifacts set (fillfactor = 85);
drop index identity_provider.artifacts_expiry;
create index artifacts_expiry on identity_provider.artifacts using brin (expires_at);
-- Whose it is: an index on a member of the payload would change with each change of the payload.
drop index identity_provider.artifacts_account;
alter table identity_provider.artifacts
  add column account_id text generated always as (payload ->> 'accountId') stored;
create index artifacts_account on identity_provider.artifacts (account_id) where model = 'Session';
