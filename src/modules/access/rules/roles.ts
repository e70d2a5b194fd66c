import { isStaffNumber } from '../../nomenclatures/index.js';

/** Everything that somebody may be in the portals. One at a time in a session. */
export const ROLES = [
  'professional',
  'agent',
  'cpam',
  'support',
  'operator',
  'manager',
  'integrator',
  'mail-operator',
  'legal-representative',
  'mandataire',
  'technical-admin',
  'delegate',
] as const;

export type Role = (typeof ROLES)[number];

/** The roles that a habilitation gives, for the structure that it names. */
export const STRUCTURE_ROLES: readonly Role[] = [
  'manager',
  'legal-representative',
  'mandataire',
  'technical-admin',
  'delegate',
];

/** The roles that mean nothing without a scope: an authority (agent), a structure, or an operator of mailboxes. */
export const SCOPED_ROLES: readonly Role[] = ['agent', 'mail-operator', ...STRUCTURE_ROLES];

/** How each role is named to people. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  professional: 'Professionnel de santé',
  agent: 'Agent d’une autorité d’enregistrement',
  cpam: 'Agent de CPAM',
  support: 'Support',
  operator: 'Exploitant',
  manager: 'Gestionnaire RPPS+ d’une structure',
  integrator: 'Intégrateur',
  'mail-operator': 'Opérateur de messagerie MSSanté',
  'legal-representative': 'Représentant légal d’une structure',
  mandataire: 'Mandataire d’une structure',
  'technical-admin': 'Administrateur technique d’une structure',
  delegate: 'Délégué d’une structure tierce',
};

/**
 * The name of a role as it is said to the one who has it. In: the role, the national identifier. Who is numbered by a
 * structure (TRE_G08), the bearer of its card, is one of its staff and no professional of the register.
 */
export const roleLabel = (role: Role, idNat: string | undefined): string =>
  role === 'professional' && idNat !== undefined && isStaffNumber(idNat)
    ? 'Personnel d’une structure'
    : ROLE_LABELS[role];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
