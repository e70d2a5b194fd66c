-- The service that brought a person into another one by exchanging its token (RFC 8693); null for a person who came.
alter table identity_provider.visits add column via text;
