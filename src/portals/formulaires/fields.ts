import type { filings } from '../../modules/access/index.js';
import type { Choice } from '../../ui/index.js';
import { NAMESAKE } from '../namesake.js';

/** One field of a form, as it is shown. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: 'text' | 'date' | 'email' | 'tel' | 'lines' | 'choice' | 'box';
  readonly choices?: readonly Choice[];
  readonly optional?: boolean;
  /** Asked only of who was told of a fault in it. */
  readonly afterFault?: boolean;
}

interface FormText {
  readonly lead: string;
  /** Whom it is for, in the list of forms. */
  readonly profile: string;
  readonly fields: readonly FormField[];
  readonly signedBy: string;
}

const NAMES: readonly FormField[] = [
  { name: 'givenName', label: 'Prénom' },
  { name: 'familyName', label: 'Nom d’exercice' },
];

const ID_NAT: FormField = {
  name: 'idNat',
  label: 'Identifiant national, s’il en a un',
  hint: 'Un professionnel de santé garde sa propre carte : donnez 8 suivi de son numéro RPPS. Sans identifiant, une carte est commandée à son nom.',
  optional: true,
};

const NAMESAKE_FIELD: FormField = {
  ...NAMESAKE,
  kind: 'box',
  optional: true,
  afterFault: true,
};

export const ACT_WORDS: Readonly<Record<(typeof filings.ACTS_OF_NOMINATION)[number], string>> = {
  nomination: 'Acte de nomination',
  election: 'Procès-verbal d’élection (présidence, gérance)',
  delegation: 'Délégation de pouvoir du président au directeur',
  interim: 'Décision de direction par intérim',
};

/** What each form says and asks. */
export const FORM_TEXTS: Readonly<Record<filings.FormCode, FormText>> = {
  F101: {
    lead: 'Pour faire connaître votre structure et son représentant légal, et recevoir sa carte CDE ou CDA. Aucune connexion n’est nécessaire.',
    profile: 'Représentants légaux',
    signedBy: 'le représentant légal',
    fields: [
      ...NAMES,
      { name: 'quality', label: 'Fonction', hint: 'Directrice générale, président, gérante…' },
      ID_NAT,
      { name: 'mail', label: 'Courriel', kind: 'email' },
      { name: 'phone', label: 'Téléphone', kind: 'tel', optional: true },
      {
        name: 'act',
        label: 'Acte qui vous nomme',
        kind: 'choice',
        choices: Object.entries(ACT_WORDS).map(([value, label]) => ({ value, label })),
      },
      {
        name: 'to',
        label: 'Dernier jour, pour un intérim',
        kind: 'date',
        optional: true,
      },
      {
        name: 'signed',
        label: 'Le contrat signé est joint au même document',
        hint: 'Nécessaire si vous n’avez ni carte ni e-CPS pour le signer en ligne.',
        kind: 'box',
        optional: true,
      },
    ],
  },
  F301: {
    lead: 'Déclare un administrateur technique et commande sa carte. Il restera à l’habiliter sur MesHabilitations.',
    profile: 'Représentants légaux et mandataires',
    signedBy: 'le représentant légal ou le mandataire',
    fields: [...NAMES, ID_NAT, NAMESAKE_FIELD],
  },
  F420: {
    lead: 'Pour qu’un programme de votre structure lise les données restreintes de l’Annuaire Santé. Un exploitant décide.',
    profile: 'Représentants légaux',
    signedBy: 'le représentant légal',
    fields: [
      { name: 'purpose', label: 'Finalité', hint: 'À quoi ces données serviront.', kind: 'lines' },
      { name: 'basis', label: 'Base légale', hint: 'L’article ou la mission qui le permet.' },
      { name: 'contact', label: 'Contact technique', kind: 'email' },
      {
        name: 'code',
        label: 'Nom court du programme',
        hint: 'Lettres, chiffres et tirets : il fait partie de l’identifiant du programme.',
      },
      {
        name: 'jwks',
        label: 'Clés publiques (JWK Set)',
        hint: 'La clé privée reste chez vous : ne l’envoyez à personne.',
        kind: 'lines',
      },
    ],
  },
  F502: {
    lead: 'Désigne un mandataire, qui commandera les cartes de la structure. Sa propre carte est commandée avec le formulaire.',
    profile: 'Représentants légaux',
    signedBy: 'le représentant légal',
    fields: [
      ...NAMES,
      ID_NAT,
      NAMESAKE_FIELD,
      { name: 'from', label: 'Du', hint: 'Vide : aujourd’hui.', kind: 'date', optional: true },
      { name: 'to', label: 'Au', hint: 'Vide : sans fin.', kind: 'date', optional: true },
    ],
  },
};
