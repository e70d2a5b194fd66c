import { Alert } from '../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';
import { DONE, HOME, STRUCTURES, structureHref } from './words.js';

type FrameProps = Omit<PortalPageProps, 'door' | 'nav' | 'breadcrumbs'> & {
  /** FINESS number and name of the structure that the page is about. */
  readonly of?: { readonly finess?: string | undefined; readonly name: string } | undefined;
  /** The path below the structure, when the page is one of its menu. */
  readonly at?: string;
};

const MENU = [
  ['', 'Suivi'],
  ['/commander', 'Commander'],
  ['/acme', 'Serveurs par ACME'],
  ['/historique', 'Historique'],
] as const;

/** A page of the IGC platform. */
export function Frame({ of, at, ...page }: FrameProps) {
  const base = of?.finess === undefined ? undefined : structureHref(of.finess);
  const nav = base
    ? MENU.map(([path, label]) => ({ label, href: `${base}${path}`, current: path === at }))
    : [{ label: 'Mes structures', href: STRUCTURES, current: at === STRUCTURES }];
  const trail = [
    { label: 'Plateforme IGC', href: HOME },
    { label: 'Mes structures', href: STRUCTURES },
    ...(of && base ? [{ label: of.name, href: base }] : []),
  ];
  return <PortalPage {...page} nav={nav} breadcrumbs={trail} door={{ name: 'Plateforme IGC', href: HOME }} />;
}

/** What was just done, where the address says so. */
export function Done({ what }: { what: string | undefined }) {
  const text = DONE[what ?? ''];
  return text ? (
    <Alert tone="success" live>
      {text}
    </Alert>
  ) : null;
}
