-- A card is ordered, made, sent, then active at its first use. Times are simulated.
create table credentials.card_orders (
  id uuid primary key,
  type text not null check (type in ('CPS', 'CPF', 'CPE', 'CDE', 'CPA', 'CDA')),
  -- Whose card: the identifier that it will bear.
  id_nat text not null,
  -- Given name, family name, and the service of a card in the name of nobody.
  holder jsonb not null,
  nominative boolean not null,
  -- TRE_G15, of the exercise that the card is for; empty for staff.
  profession text not null default '',
  structure_id text,
  ordered_by text not null,
  via text not null,
  state text not null check (state in ('ordered', 'validated', 'in-production', 'sent', 'cancelled')),
  -- The address known to the authority, or that of the structure; null until one is known.
  deliver_to jsonb,
  replaces text references credentials.cards (number),
  card_number text references credentials.cards (number),
  ordered_at timestamptz not null,
  -- When it goes on; null when nothing is to come.
  due_at timestamptz
);
create unique index card_orders_one_under_way on credentials.card_orders (id_nat, type, profession)
  where state in ('ordered', 'validated', 'in-production');
create index card_orders_holder on credentials.card_orders (id_nat);
create index card_orders_structure on credentials.card_orders (structure_id, ordered_at) where structure_id is not null;
create index card_orders_by on credentials.card_orders (ordered_by, ordered_at);
create index card_orders_waiting on credentials.card_orders (id) where state = 'ordered' and deliver_to is null;

-- What happened to an order, in order.
create table credentials.card_order_steps (
  order_id uuid not null references credentials.card_orders (id),
  step text not null,
  at timestamptz not null,
  actor text not null,
  reason text,
  primary key (order_id, step)
);

alter table credentials.cards drop constraint cards_state_check,
  add check (state in ('sent', 'active', 'blocked', 'opposed', 'returned')),
  add column order_id uuid references credentials.card_orders (id),
  add column holder jsonb not null default '{}',
  add column nominative boolean not null default true,
  add column profession text not null default '',
  add column structure_id text,
  add column generation text not null default 'CPS3' check (generation in ('CPS3', 'CPS3.3', 'CPS4')),
  -- Where the card came from, when it took the place of another.
  add column replaces text references credentials.cards (number),
  -- Both codes, encrypted, from the making of the card to the letter that tells them.
  add column sealed_codes text,
  -- What the chip says of its holder, and since when.
  add column content jsonb,
  add column content_at timestamptz,
  add column activated_at timestamptz,
  add column returned_at timestamptz;
drop index credentials.cards_one_of_a_type;
create unique index cards_one_in_use on credentials.cards (id_nat, type, profession) where state = 'active';
create unique index cards_one_on_its_way on credentials.cards (id_nat, type, profession) where state = 'sent';
create index cards_structure on credentials.cards (structure_id) where structure_id is not null;
create index cards_end on credentials.cards (expires_at) where state in ('sent', 'active', 'blocked');

alter table credentials.card_certificates drop constraint card_certificates_usage_check,
  add check (usage in ('AUTH', 'SIGN'));

-- Two letters for each card: the card, then its codes. What they hold is encrypted until somebody printed it.
create table credentials.card_letters (
  id uuid primary key,
  kind text not null check (kind in ('card', 'codes')),
  card_number text not null references credentials.cards (number),
  deliver_to jsonb not null,
  sealed text,
  sent_at timestamptz not null,
  returned_at timestamptz
);
create index card_letters_card on credentials.card_letters (card_number);
create index card_letters_sent on credentials.card_letters (sent_at);

-- What was declared of a card, by whom, on what evidence.
create table credentials.card_incidents (
  id uuid primary key,
  card_number text not null references credentials.cards (number),
  reason text not null,
  declared_by text not null,
  evidence text,
  at timestamptz not null,
  order_id uuid references credentials.card_orders (id)
);
create index card_incidents_card on credentials.card_incidents (card_number);

-- The last number given in the staff register of a structure.
create table credentials.staff_registers (
  structure_id text primary key,
  last integer not null
);
