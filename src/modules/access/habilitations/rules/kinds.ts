import type { Act } from '../../rules/role-matrix.js';
import type { Role } from '../../rules/roles.js';

/** What somebody may be for a structure. */
export const KINDS = [
  'legal-representative',
  'mandataire',
  'technical-admin',
  'rpps-manager',
  'delegate',
] as const;
export type HabilitationKind = (typeof KINDS)[number];

interface KindRule {
  readonly label: string;
  /** The role that a session takes with it. */
  readonly role: Role;
  /** The act by which it is given and taken back. */
  readonly act: Act;
  /** Given only while a contract holds for the structure. */
  readonly underContract: boolean;
}

/**
 * Each kind, as the roles around orders are described by the agency (MesHabilitations guide; arrêté of 28 March 2022,
 * art. 3): the legal representative names the mandataires, both name technical administrators and RPPS+ managers, delegates
 * are people of a third structure.
 */
export const KIND_RULES: Readonly<Record<HabilitationKind, KindRule>> = {
  'legal-representative': {
    ...{ label: 'Représentant légal', role: 'legal-representative', underContract: false },
    ...{ act: 'habilitation.grant-legal-representative' },
  },
  mandataire: {
    ...{ label: 'Mandataire', role: 'mandataire', underContract: true },
    ...{ act: 'habilitation.grant-mandataire' },
  },
  'technical-admin': {
    ...{ label: 'Administrateur technique', role: 'technical-admin', underContract: true },
    ...{ act: 'habilitation.grant-technical-admin' },
  },
  'rpps-manager': {
    ...{ label: 'Gestionnaire RPPS+', role: 'manager', underContract: true },
    ...{ act: 'habilitation.grant-rpps-manager' },
  },
  delegate: {
    ...{ label: 'Délégué d’une structure tierce', role: 'delegate', underContract: true },
    ...{ act: 'habilitation.grant-delegate' },
  },
};

export const isKind = (text: string): text is HabilitationKind => (KINDS as readonly string[]).includes(text);
