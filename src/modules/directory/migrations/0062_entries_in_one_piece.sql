-- A row of up to a page is kept as it is: to press the one in ten that is longer than a quarter of a page took a fifth of the
-- time of a load's rows, to save a sixteenth of the table, and each reader unpressed it.
alter table directory.entries set (toast_tuple_target = 8160);
