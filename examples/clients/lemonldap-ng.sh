# LemonLDAP::NG: Pro Santé Connect as an OpenID Connect provider named psc. To be run where lemonldap-ng-cli is
# (/usr/share/lemonldap-ng/bin on Debian). The address of return to declare: {service}/?openidconnectcallback=1
lemonldap-ng-cli -yes 1 addKey \
  oidcOPMetaDataJSON/ psc "$(curl -s '{issuer}/.well-known/openid-configuration')" \
  oidcOPMetaDataJWKS/ psc "$(curl -s '{issuer}/protocol/openid-connect/certs')" \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsClientID '{clientId}' \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsClientSecret '{clientSecret}' \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsScope 'openid scope_all' \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsAcrValues 'eidas1' \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsTokenEndpointAuthMethod 'client_secret_basic' \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsCheckJWTSignature 1 \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsJWKSTimeout 3600 \
  oidcOPMetaDataOptions/psc oidcOPMetaDataOptionsUseNonce 1 \
  oidcOPMetaDataExportedVars/psc uid SubjectNameID \
  oidcOPMetaDataExportedVars/psc sn family_name \
  oidcOPMetaDataExportedVars/psc givenName given_name
lemonldap-ng-cli -yes 1 set authentication OpenIDConnect
