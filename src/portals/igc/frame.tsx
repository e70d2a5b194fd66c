import { PortalPage, type PortalPageProps } from '../portal-page.js';
import { HOME, REVOCATIONS, STRUCTURES, structureHref } from './words.js';

type FrameProps = Omit<PortalPageProps, 'door' | 'nav' | 'breadcrumbs'> & {
  /** FINESS number and name of the structure that the page is about. */
  readonly of?: { readonly finess?: string | undefined; readonly name: string } | undefined;
  /** The path below the structure, when the page is one of its menu. */
  readonly at?: string;
  /** For those who revoke for a structure and order nothing. */
  readonly revoking?: boolean;
};

const MENU = [
  ['', 'Suivi'],
  ['/commander', 'Commander'],
  ['/acme', 'Serveurs par ACME'],
  ['/historique', 'Historique'],
] as const;

const REVOKING = { label: 'Révocations', href: REVOCATIONS };

/** A page of the IGC platform. */
export function Frame({ of, at, revoking = false, ...page }: FrameProps) {
  const start = revoking ? REVOKING : { label: 'Mes structures', href: STRUCTURES };
  const base = of?.finess === undefined ? undefined : structureHref(of.finess);
  const nav = base
    ? MENU.map(([path, label]) => ({ label, href: `${base}${path}`, current: path === at }))
    : [{ ...start, current: at === STRUCTURES || revoking }];
  const trail = [
    { label: 'Plateforme IGC', href: HOME },
    start,
    ...(of && base ? [{ label: of.name, href: base }] : []),
  ];
  return <PortalPage {...page} nav={nav} breadcrumbs={trail} door={{ name: 'Plateforme IGC', href: HOME }} />;
}
