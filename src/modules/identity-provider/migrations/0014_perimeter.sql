-- Which populations Pro Santé Connect takes, where somebody decided otherwise than the dated table of the program.
create table identity_provider.perimeter_decisions (
  id bigint generated always as identity primary key,
  population text not null,
  included boolean not null,
  -- Simulated time: that of the run from the directory which brings the decision.
  effective_at timestamptz not null,
  decided_at timestamptz not null,
  by text not null,
  reason text not null,
  undone_at timestamptz,
  undone_by text
);
create index perimeter_decisions_in_effect on identity_provider.perimeter_decisions (population, effective_at, id)
  where undone_at is null;
