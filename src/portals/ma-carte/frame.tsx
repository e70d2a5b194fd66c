import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const HOME = '/ma-carte';

/** Every page of Ma Carte, also called Ma CPS. */
export const Frame = (page: Omit<PortalPageProps, 'door'>) => (
  <PortalPage {...page} door={{ name: 'Ma Carte', href: HOME }} />
);

/** A page below the home. */
export const Below = (page: Omit<PortalPageProps, 'door' | 'breadcrumbs'>) => (
  <Frame
    {...page}
    breadcrumbs={[{ label: 'Ma Carte', href: HOME }, { label: page.title }]}
    width={page.width ?? 'narrow'}
  />
);
