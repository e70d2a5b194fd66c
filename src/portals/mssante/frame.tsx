import { currentUser } from '../../modules/access/index.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

const MENU = [
  ['', 'Boîtes aux lettres'],
  ['/nouvelle', 'Publier'],
  ['/envoi', 'Envoi d’un fichier'],
] as const;

type FrameProps = Omit<PortalPageProps, 'door' | 'nav'> & { current?: string };

/** A page of the portal of the operators of mailboxes. */
export function Frame({ current, ...page }: FrameProps) {
  const isOperator = currentUser(page.c)?.kind === 'mail-operator';
  const nav = isOperator
    ? MENU.map(([path, label]) => ({ label, href: `/mssante${path}`, current: path === current }))
    : [];
  return <PortalPage {...page} nav={nav} door={{ name: 'Messageries MSSanté', href: '/mssante' }} />;
}

export const mailboxHref = (id: string): string => `/mssante/bal/${encodeURIComponent(id)}`;
