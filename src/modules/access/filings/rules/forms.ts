import type { Act } from '../../rules/role-matrix.js';

/** The forms of structures, as the agency numbers them. */
export const FORMS = ['F101', 'F301', 'F420', 'F502'] as const;
export type FormCode = (typeof FORMS)[number];

interface FormRule {
  readonly title: string;
  /** What one must be allowed to do for the structure to fill it in; undefined: anybody may, an operator decides. */
  readonly act?: Act;
  /** Fields that may not be empty. */
  readonly required: readonly string[];
  readonly evidence: boolean;
}

const PERSON = ['givenName', 'familyName'];

/**
 * What each form asks. F101: contract and card of the legal representative; F301: technical administrator and his card;
 * F502: mandataire; F420: restricted data of the directory.
 */
export const FORM_RULES: Readonly<Record<FormCode, FormRule>> = {
  F101: {
    title: 'Contrat et carte du représentant légal',
    required: [...PERSON, 'quality', 'mail', 'act'],
    evidence: true,
  },
  F301: {
    title: 'Administrateur technique et sa carte',
    act: 'habilitation.grant-technical-admin',
    required: PERSON,
    evidence: false,
  },
  F420: {
    title: 'Accès aux données restreintes de l’Annuaire Santé',
    act: 'contract.sign',
    required: ['purpose', 'basis', 'contact', 'code', 'jwks'],
    evidence: false,
  },
  F502: {
    title: 'Désignation d’un mandataire',
    act: 'habilitation.grant-mandataire',
    required: PERSON,
    evidence: false,
  },
};

export const isForm = (text: string): text is FormCode => (FORMS as readonly string[]).includes(text);

/** By what act a legal representative is one: what the evidence shows. */
export const ACTS_OF_NOMINATION = ['nomination', 'election', 'delegation', 'interim'] as const;
