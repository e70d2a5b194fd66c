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
] as const;

export type Role = (typeof ROLES)[number];

/** The roles that mean nothing without a scope: an authority (agent), a structure (manager) or an operator of mailboxes. */
export const SCOPED_ROLES: readonly Role[] = ['agent', 'manager', 'mail-operator'];

/** How each role is named to people. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  professional: 'Professionnel de santé',
  agent: 'Agent d’une autorité d’enregistrement',
  cpam: 'Agent de CPAM',
  support: 'Support',
  operator: 'Exploitant',
  manager: 'Gestionnaire d’une structure',
  integrator: 'Intégrateur',
  'mail-operator': 'Opérateur de messagerie MSSanté',
};

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
