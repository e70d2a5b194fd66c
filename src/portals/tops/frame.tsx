import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const HOME = '/tops';

const door = { name: 'TOPS', href: HOME };

/** Every page of TOPS. */
export const Frame = (page: Omit<PortalPageProps, 'door'>) => <PortalPage {...page} door={door} />;

/** A page below the home. */
export const Below = (page: Omit<PortalPageProps, 'door' | 'breadcrumbs'>) => (
  <PortalPage
    {...page}
    door={door}
    breadcrumbs={[{ label: 'TOPS', href: HOME }, { label: page.title }]}
    width="narrow"
  />
);
