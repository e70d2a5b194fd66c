import type { OrganisationUsage, ProfileName, ServerUsage } from '../../ca/rules/profiles.js';

/** What is certified: an application of an organisation, or a server under its host name. */
export type Offer = 'ORG' | 'SERV';
export type Usage = OrganisationUsage | ServerUsage;

export interface Kind {
  readonly offer: Offer;
  readonly usage: Usage;
  readonly profile: ProfileName;
  readonly label: string;
  /** What it is good for, in a sentence. */
  readonly use: string;
}

const kind = (offer: Offer, usage: Usage, label: string, use: string): Kind => ({
  ...{ offer, usage, label, use },
  profile: `${offer} ${usage}` as ProfileName,
});

/** The catalogue: each kind is ordered separately. Bearer of ORG: an organisation; of SERV: one of its servers. */
export const KINDS: readonly Kind[] = [
  kind(
    'ORG',
    'AUTH_CLI',
    'Authentification d’organisation',
    'Votre logiciel s’identifie en TLS : DMP, INSi, MSSanté, Pro Santé Connect.',
  ),
  kind(
    'ORG',
    'SIGN',
    'Signature d’organisation (cachet)',
    'Votre logiciel signe au nom de l’organisation : DMP en mode indirect.',
  ),
  kind('ORG', 'CONF', 'Confidentialité d’organisation', 'On chiffre pour votre organisation.'),
  kind('SERV', 'SSL', 'Serveur TLS', 'Votre serveur prouve son nom de domaine.'),
  kind('SERV', 'S/MIME', 'Messagerie de serveur', 'Votre serveur signe et chiffre ses messages.'),
  kind('SERV', 'SIGN', 'Signature de serveur', 'Votre serveur signe ses réponses.'),
  kind('SERV', 'CONF', 'Confidentialité de serveur', 'On chiffre pour votre serveur.'),
];

/** The kind of that offer and usage; undefined when the offer has no such usage. */
export const kindOf = (offer: string, usage: string): Kind | undefined =>
  KINDS.find((one) => one.offer === offer && one.usage === usage);
