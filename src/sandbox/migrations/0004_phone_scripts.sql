-- What a phone does of the sign-ins to come, without a hand that holds it.
create table sandbox.phone_scripts (
  phone_id uuid primary key references sandbox.phones (id) on delete cascade,
  -- [{"do": "approve" | "refuse" | "wrong-number" | "wrong-code" | "ignore", "after": seconds}]
  steps jsonb not null,
  -- One such step for whatever comes after the others.
  otherwise jsonb,
  played integer not null default 0,
  -- The last sign-ins that a step was played for: each gets one.
  handled uuid[] not null default '{}'
);
