-- Subject of the certificate that a program has to show besides its token (RFC 4514); null: any that the door accepts.
alter table access.authority_clients add column certificate_dn text;
