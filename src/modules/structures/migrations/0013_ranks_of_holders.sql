-- Practices alone have a holder, and of those only the ones that were numbered here.
alter table structures.structures drop constraint structures_holder_rank;
create unique index structures_holder_rank on structures.structures (holder, holder_rank) where holder is not null;
