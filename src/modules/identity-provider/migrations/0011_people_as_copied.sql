-- The copy is kept as the directory gave it; claims and contacts are read from it when a service asks for them.
alter table identity_provider.people
  add column person jsonb;
update identity_provider.people p set person = e.person from directory.published_people e where e.id_nat = p.id_nat;
delete from identity_provider.people where person is null;
alter table identity_provider.people
  alter column person set not null,
  drop column given_name,
  drop column family_name,
  drop column claims,
  drop column mail,
  drop column mobile_e164;
