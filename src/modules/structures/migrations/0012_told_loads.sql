-- What was asked of a load, and why it was refused; a trial is told from a load that was given up.
alter table structures.imports
  add names text[] not null default '{}',
  add refusal text,
  drop constraint imports_state_check,
  add constraint imports_state_check check (state in
    ('reading', 'held', 'applied', 'counted', 'discarded', 'superseded', 'interrupted', 'refused'));
