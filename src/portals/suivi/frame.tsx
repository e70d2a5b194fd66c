import { PortalPage, type PortalPageProps } from '../portal-page.js';

/** Every page of the tracking portal. */
export function Frame(page: Omit<PortalPageProps, 'door'>) {
  return <PortalPage {...page} door={{ name: 'Suivi d’une donnée', href: '/suivi' }} />;
}
