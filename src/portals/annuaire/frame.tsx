import type { Publication } from '../../modules/directory/index.js';
import { Time } from '../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

type FrameProps = Omit<PortalPageProps, 'door' | 'nav'> & {
  /** Which entry of the menu the page belongs to. */
  here: 'search' | 'files' | 'keys' | 'account';
  /** The state of the directory that the page tells. */
  publication?: Publication;
};

/** Every page of the Annuaire: its name, its menu, who is signed in, the publication that it shows. */
export function Frame({ here, publication, children, ...page }: FrameProps) {
  return (
    <PortalPage
      {...page}
      door={{ name: 'Annuaire Santé', href: '/annuaire' }}
      nav={[
        { label: 'Rechercher', href: '/annuaire', current: here === 'search' },
        { label: 'Fichiers', href: '/annuaire/extractions', current: here === 'files' },
        { label: 'Clés de l’API', href: '/annuaire/cles', current: here === 'keys' },
        { label: 'Mon compte', href: '/annuaire/compte', current: here === 'account' },
      ]}
    >
      {children}
      {publication ? (
        <p class="muted">
          Publication n° {publication.number} du <Time value={publication.at} precision="minute" />
        </p>
      ) : null}
    </PortalPage>
  );
}

/** Address of the public page of a person. */
export const personHref = (idNat: string): string => `/annuaire/personnes/${encodeURIComponent(idNat)}`;
