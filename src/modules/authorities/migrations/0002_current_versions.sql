-- Published to the register: how far each validated file goes. What the register has not read is behind.
create view authorities.current_versions as
  select id member_id, version from authorities.members where version > 0 and state <> 'refused';
