-- Ranks of people made on demand: far from those of the first population, whose mails and numbers they must not take.
create sequence sandbox.people_on_demand start 5000;
