-- What a spent refresh token gave, sealed under the token itself, for a service whose answer was lost on the way.
alter table identity_provider.artifacts add column answer text;
