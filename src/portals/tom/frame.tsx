import type { Structure } from '../../modules/structures/index.js';
import { Alert } from '../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const HOME = '/tom';

const MENU = [
  ['', 'Parc de cartes'],
  ['/commande', 'Commander'],
  ['/envoi', 'Envoi d’un fichier'],
  ['/a-equiper', 'Moyens à commander'],
] as const;

/** A page of TOM. `current` is the entry of the menu that it belongs to. */
export function Frame({ current, ...page }: Omit<PortalPageProps, 'door' | 'nav'> & { current?: string }) {
  const nav = MENU.map(([path, label]) => ({ label, href: `${HOME}${path}`, current: path === current }));
  return <PortalPage {...page} nav={nav} door={{ name: 'TOM', href: HOME }} />;
}

/** Said at the top as long as nothing can be ordered. */
export const NoContract = () => (
  <Alert tone="warning" title="Aucun contrat n’est en cours">
    Les commandes sont fermées. Le représentant légal doit d’abord{' '}
    <a href="/mes-habilitations/structure/contrat">signer le contrat</a>. Les incidents restent ouverts.
  </Alert>
);

export const named = ({ name, nationalId, id }: Structure): string => `${name} (${nationalId ?? id})`;
