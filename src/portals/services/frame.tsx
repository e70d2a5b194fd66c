import { currentUser } from '../../modules/access/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

const MENU = [
  ['/catalogue', 'Catalogue'],
  ['/conformite', 'Conformité'],
  ['/securite', 'Sécurité'],
  ['/deploiement', 'Déploiement'],
  ['/lecture', 'Lire une réponse'],
  ['/etat', 'État'],
] as const;

const OWN_MENU = [
  ['/raccordement', 'Mes services'],
  ['/support', 'Support'],
] as const;

type FrameProps = Omit<PortalPageProps, 'door' | 'nav' | 'breadcrumbs'> & {
  /** The path of the menu's entry that is shown. */
  current?: string;
  /** Between the portal and this page. */
  above?: { readonly label: string; readonly href: string };
};

/** A page of the portal of services. */
export function Frame({ current, above, ...page }: FrameProps) {
  const own = currentUser(page.c)?.kind === 'integrator' ? OWN_MENU : [];
  const nav = [...MENU, ...own].map(([path, label]) => ({
    label,
    href: `/services${path}`,
    current: path === current,
  }));
  return (
    <PortalPage
      {...page}
      nav={[...nav, { label: 'Documentation', href: '/documentation', current: current === 'documentation' }]}
      door={{ name: 'Services', href: '/services' }}
      breadcrumbs={[
        { label: 'Services', href: '/services' },
        ...(above ? [above] : []),
        { label: page.title },
      ]}
    />
  );
}
