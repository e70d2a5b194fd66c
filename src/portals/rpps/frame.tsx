import { PortalPage, type PortalPageProps } from '../portal-page.js';

/** Every page of the consultation screen of the RPPS. */
export function Frame(page: Omit<PortalPageProps, 'door'>) {
  return <PortalPage {...page} door={{ name: 'Consultation du RPPS', href: '/rpps' }} />;
}

/** Address of the file card of a person. */
export const cardHref = (idNat: string): string => `/rpps/personnes/${encodeURIComponent(idNat)}`;
