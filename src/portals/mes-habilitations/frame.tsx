import { currentUser } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';
import { HOME, STRUCTURE } from './words.js';

const MENU = [
  { label: 'Habilitations', href: STRUCTURE, roles: ['legal-representative', 'mandataire', 'delegate'] },
  { label: 'Contrat', href: `${STRUCTURE}/contrat`, roles: ['legal-representative', 'mandataire'] },
  {
    label: 'Structures tierces',
    href: `${STRUCTURE}/tierces`,
    roles: ['legal-representative', 'mandataire', 'delegate'],
  },
  { label: 'Formulaires', href: '/formulaires', roles: ['legal-representative', 'mandataire'] },
];

/** A page of MesHabilitations. `current` is the entry of the menu that it belongs to. */
export function Frame({ current, ...page }: Omit<PortalPageProps, 'door' | 'nav'> & { current?: string }) {
  const role = currentUser(page.c)?.kind ?? '';
  const nav = MENU.filter(({ roles }) => roles.includes(role)).map(({ label, href }) => ({
    ...{ label, href, current: href === current },
  }));
  return <PortalPage {...page} nav={nav} door={{ name: 'MesHabilitations', href: HOME }} />;
}

/** How a structure is named in a list: its name and its number. */
export const named = ({ name, nationalId, id }: Structure): string => `${name} (${nationalId ?? id})`;
