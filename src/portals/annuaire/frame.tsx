import { PortalPage, type PortalPageProps } from '../portal-page.js';

type FrameProps = Omit<PortalPageProps, 'door' | 'nav'> & {
  /** Which entry of the menu the page belongs to. */
  here: 'search' | 'account';
};

/** Every page of the Annuaire: its name, its menu, who is signed in. */
export function Frame({ here, ...page }: FrameProps) {
  return (
    <PortalPage
      {...page}
      door={{ name: 'Annuaire Santé', href: '/annuaire' }}
      nav={[
        { label: 'Rechercher', href: '/annuaire', current: here === 'search' },
        { label: 'Mon compte', href: '/annuaire/compte', current: here === 'account' },
      ]}
    />
  );
}

/** Address of the public page of a person. */
export const personHref = (idNat: string): string => `/annuaire/personnes/${encodeURIComponent(idNat)}`;
