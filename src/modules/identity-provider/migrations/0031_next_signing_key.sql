-- A key is published before it signs: `next`, until `use_from`. Real time.
alter table identity_provider.signing_keys
  drop constraint signing_keys_state_check,
  add constraint signing_keys_state_check check (state in ('next', 'active', 'retiring')),
  add column use_from timestamptz,
  add column active_at timestamptz;
update identity_provider.signing_keys set active_at = created_at where state <> 'next';
create unique index signing_keys_one_next on identity_provider.signing_keys (state) where state = 'next';
