import { readFileSync } from 'node:fs';

/** A client that integrators use, and the file of examples/ that sets it up. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly file: string;
}

/** The first two are whole programs that the tests run; the others are settings to paste, held to discovery by a test,
 * those of Apache and LemonLDAP::NG tried with the real ones. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'openid-client',
    title: 'Node.js, openid-client',
    about: 'Un service entier en quatre-vingts lignes ; le bac à sable l’exécute dans ses propres tests.',
    file: 'relying-party/server.mjs',
  },
  {
    name: 'ciba',
    title: 'Logiciel sans navigateur (CIBA)',
    about: 'Deux chiffres à l’écran, la réponse sur le téléphone ; sans dépendance, et essayé de même.',
    file: 'desktop-software/sign-in.mjs',
  },
  {
    name: 'apache',
    title: 'Apache, mod_auth_openidc',
    about:
      'Un dossier du site s’ouvre à qui s’est identifié. Adresse de retour : {service}/prive/retour. Essayé avec Apache 2.4.',
    file: 'clients/mod_auth_openidc.conf',
  },
  {
    name: 'lemonldap',
    title: 'LemonLDAP::NG',
    about: 'Pro Santé Connect comme fournisseur d’identité du portail. Essayé avec LemonLDAP::NG 2.16.',
    file: 'clients/lemonldap-ng.sh',
  },
  {
    name: 'spring',
    title: 'Spring Boot',
    about: 'Réglages de spring-boot-starter-oauth2-client, sans dépendance de plus.',
    file: 'clients/spring-application.yml',
  },
  {
    name: 'keycloak',
    title: 'Keycloak, en courtier',
    about:
      'À importer comme fournisseur d’identité. Adresse de retour : {service}/realms/…/broker/psc/endpoint.',
    file: 'clients/keycloak-identity-provider.json',
  },
];

const FOLDER = new URL('../../../examples/', import.meta.url);

/** The text of an example, with the address of this Pro Santé Connect in it. */
export function exampleText({ file }: Example, issuer: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8').replaceAll('{issuer}', issuer);
}
