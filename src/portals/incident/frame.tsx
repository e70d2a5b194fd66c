import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const DOOR = { name: 'Incident sur une carte', href: '/incident' };

/** Every page of the declaration that needs no sign-in. */
export const Frame = (page: Omit<PortalPageProps, 'door'>) => <PortalPage {...page} door={DOOR} />;
