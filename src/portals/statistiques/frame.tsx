import type { Population } from '../../modules/directory/index.js';
import { Time } from '../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

type FrameProps = Omit<PortalPageProps, 'door' | 'nav' | 'width'> & {
  /** Which entry of the menu the page belongs to. */
  here: 'counts' | 'structures' | 'nurses' | 'reference';
};

/** Every page of the statistics. */
export function Frame({ here, ...page }: FrameProps) {
  return (
    <PortalPage
      {...page}
      width="wide"
      door={{ name: 'Statistiques', href: '/statistiques' }}
      nav={[
        { label: 'Effectifs', href: '/statistiques', current: here === 'counts' },
        { label: 'Structures', href: '/statistiques/structures', current: here === 'structures' },
        { label: 'Infirmiers', href: '/statistiques/infirmiers', current: here === 'nurses' },
        {
          label: 'Population de référence',
          href: '/statistiques/reference',
          current: here === 'reference',
        },
      ]}
    />
  );
}

/** Of when the numbers are, and what their smallest ones become. */
export function StateOfCounts({ population }: { population: Population }) {
  return (
    <p class="muted">
      État du <Time value={population.at} precision="minute" />, publication n° {population.publication} de
      l’annuaire.
    </p>
  );
}
