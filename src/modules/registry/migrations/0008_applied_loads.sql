-- Published to the directory: the loads of national files that it has to show.
create view registry.applied_loads as select id, at from registry.imports where state = 'applied';
