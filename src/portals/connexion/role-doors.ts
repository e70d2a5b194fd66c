import type { Grant, Role } from '../../modules/access/index.js';

/** Where each role acts: the first page to open with it, and its name. */
const DOORS: Readonly<Record<Role, { readonly href: string; readonly name: string }>> = {
  professional: { href: '/portefeuille', name: 'Mon portefeuille' },
  agent: { href: '/ordres', name: 'Portails des ordres' },
  cpam: { href: '/rpps', name: 'Consultation du RPPS' },
  support: { href: '/suivi', name: 'Suivi des données' },
  operator: { href: '/exploitation', name: 'Exploitation' },
  manager: { href: '/personnel', name: 'Moyens du personnel' },
  integrator: { href: '/services/raccordement', name: 'Raccordement des services' },
  'mail-operator': { href: '/mssante', name: 'Messageries MSSanté' },
  'legal-representative': { href: '/mes-habilitations/structure', name: 'MesHabilitations' },
  mandataire: { href: '/tom', name: 'TOM, cartes de la structure' },
  'technical-admin': { href: '/igc/plateforme', name: 'Plateforme IGC' },
  delegate: { href: '/mes-habilitations/structure', name: 'MesHabilitations' },
};

/** The door of a role; an agent's is that of his authority. */
export function doorOf({ role, scope }: Grant): { readonly href: string; readonly name: string } {
  const door = DOORS[role as Role];
  return role === 'agent' ? { ...door, href: `/ordres/${scope.toLowerCase()}/agents` } : door;
}
