import type { Role } from './roles.js';

/** On whose data an act is allowed: one's own, that of one's authority or structure, everybody's. */
export type Reach = 'self' | 'scope' | 'all';

/** What can be done in the portals of the authorities and around them. */
export const ACTS = [
  'member.see-own',
  'member.edit-own-contacts',
  'member.search',
  'member.see',
  'member.edit-contacts',
  'member.change-exercise-name',
  'application.list',
  'application.create',
  'application.decide',
  'register.consult',
  'account.see-own',
  'account.see-any',
  'mailbox.manage',
  'mail-operator.register',
  'contract.sign',
  'contract.decide-request',
  'habilitation.see',
  'habilitation.grant-legal-representative',
  'habilitation.grant-mandataire',
  'habilitation.grant-technical-admin',
  'habilitation.grant-rpps-manager',
  'habilitation.grant-delegate',
  'habilitation.assign-third-admin',
  'third-structure.activate',
  'third-structure.choose',
  'structure-card.manage',
  'certificate.manage',
  'certificate.revoke',
] as const;

export type Act = (typeof ACTS)[number];

/** The whole matrix; what is not written here is refused. */
export const MATRIX: Readonly<Record<Act, Partial<Record<Role, Reach>>>> = {
  'member.see-own': { professional: 'self' },
  'member.edit-own-contacts': { professional: 'self' },
  'member.search': { agent: 'scope' },
  'member.see': { agent: 'scope' },
  'member.edit-contacts': { agent: 'scope' },
  'member.change-exercise-name': { agent: 'scope' },
  'application.list': { agent: 'scope' },
  'application.create': { agent: 'scope' },
  'application.decide': { agent: 'scope' },
  'register.consult': { cpam: 'all' },
  'account.see-own': { professional: 'self' },
  'account.see-any': { support: 'all' },
  'mailbox.manage': { 'mail-operator': 'scope' },
  'mail-operator.register': { operator: 'all' },
  'contract.sign': { 'legal-representative': 'scope' },
  'contract.decide-request': { operator: 'all' },
  'habilitation.see': { 'legal-representative': 'scope', mandataire: 'scope', delegate: 'scope' },
  'habilitation.grant-legal-representative': { operator: 'all' },
  'habilitation.grant-mandataire': { 'legal-representative': 'scope' },
  'habilitation.grant-technical-admin': { 'legal-representative': 'scope', mandataire: 'scope' },
  'habilitation.grant-rpps-manager': { 'legal-representative': 'scope', mandataire: 'scope' },
  'habilitation.grant-delegate': { 'legal-representative': 'scope' },
  'habilitation.assign-third-admin': { 'legal-representative': 'scope', delegate: 'scope' },
  'third-structure.activate': { 'legal-representative': 'scope' },
  'third-structure.choose': { 'legal-representative': 'scope', mandataire: 'scope' },
  'structure-card.manage': { 'legal-representative': 'scope', mandataire: 'scope' },
  'certificate.manage': { 'technical-admin': 'scope' },
  'certificate.revoke': { 'legal-representative': 'scope', mandataire: 'scope', operator: 'all' },
};

/** Who asks, as far as the matrix is concerned. */
export interface Asker {
  readonly kind: Role;
  readonly idNat?: string;
  readonly scope: readonly string[];
}

/** What is asked for: the person concerned, and the authority or structure whose data it is. */
export interface Target {
  readonly idNat?: string;
  readonly scope?: string;
}

/** Whether the matrix lets `asker` do `act` on `target`. Nobody in particular may do nothing. */
export function may(asker: Asker | undefined, act: Act, target: Target = {}): boolean {
  const reach = asker && MATRIX[act][asker.kind];
  if (!reach) return false;
  if (reach === 'all') return true;
  if (reach === 'scope') return target.scope !== undefined && asker.scope.includes(target.scope);
  return asker.idNat !== undefined && asker.idNat === target.idNat;
}
