# LemonLDAP::NG: Pro Santé Connect as an OpenID Connect provider named psc.
lemonldap-ng-cli -yes 1 \
  addKey oidcOPMetaDataJSON psc "$(curl -s '{issuer}/.well-known/openid-configuration')" \
  addKey oidcOPMetaDataJWKS psc "$(curl -s '{issuer}/protocol/openid-connect/certs')"
lemonldap-ng-cli -yes 1 \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsClientID '{clientId}' \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsClientSecret '{clientSecret}' \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsScope 'openid scope_all' \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsAcrValues 'eidas1' \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsTokenEndpointAuthMethod 'client_secret_basic' \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsCheckJWTSignature 1 \
  addKey oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsUseNonce 1 \
  addKey oidcOPMetaDataExportedVars/psc uid SubjectNameID \
  addKey oidcOPMetaDataExportedVars/psc sn family_name \
  addKey oidcOPMetaDataExportedVars/psc givenName given_name
# The address of return to declare: {service}/?openidconnectcallback=1
