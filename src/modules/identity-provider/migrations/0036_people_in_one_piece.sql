-- As the entries of the directory that they are copied from.
alter table identity_provider.people set (toast_tuple_target = 8160);
