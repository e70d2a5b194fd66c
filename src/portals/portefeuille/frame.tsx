import { PortalPage, type PortalPageProps } from '../portal-page.js';

const PAGES = [
  { label: 'Mon portefeuille', href: '/portefeuille', page: 'home' },
  { label: 'Mon e-CPS', href: '/portefeuille/e-cps', page: 'ecps' },
  { label: 'Mes connexions', href: '/portefeuille/historique', page: 'history' },
  { label: 'Téléphone perdu', href: '/portefeuille/telephone-perdu', page: 'lost' },
] as const;

export const DOOR = { name: 'Portefeuille', href: '/portefeuille' };

type Here = (typeof PAGES)[number]['page'];

/** Every page of the wallet. */
export function Frame({ here, ...page }: Omit<PortalPageProps, 'door' | 'nav'> & { here?: Here }) {
  return (
    <PortalPage
      {...page}
      door={DOOR}
      nav={PAGES.map(({ label, href, page: of }) => ({ label, href, current: of === here }))}
    />
  );
}
