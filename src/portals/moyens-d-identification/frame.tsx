import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const HOME = '/moyens-d-identification';

const PAGES = [
  { label: 'Catalogue', href: HOME },
  { label: 'Laissez-vous guider', href: `${HOME}/guide` },
  { label: 'Qui a droit à une carte', href: `${HOME}/eligibles` },
] as const;

/** Every page about the means of identification. */
export const Frame = ({ here, ...page }: Omit<PortalPageProps, 'door' | 'nav'> & { here: string }) => (
  <PortalPage
    {...page}
    door={{ name: 'Moyens d’identification', href: HOME }}
    nav={PAGES.map(({ label, href }) => ({ label, href, current: href === here }))}
  />
);
