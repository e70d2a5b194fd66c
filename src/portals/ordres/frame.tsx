import type { Child } from 'hono/jsx';
import { shownUser, type User } from '../../modules/access/index.js';
import { type NavLink, Page, type PageProps } from '../../ui/index.js';
import type { Portal } from './portal-texts.js';

/** What every page of a portal needs to know. */
export interface View {
  readonly portal: Portal;
  readonly sandbox: boolean;
  readonly user: User | undefined;
}

type FrameProps = View &
  Pick<PageProps, 'title' | 'heading' | 'lead' | 'width' | 'breadcrumbs'> & {
    current?: string;
    children?: Child;
  };

/** A page of one portal: its door, its menu for members or for agents, who is signed in. */
export function Frame({ portal, sandbox, user, current, children, ...page }: FrameProps) {
  return (
    <Page
      {...page}
      banner={sandbox ? 'sandbox' : undefined}
      door={{ name: `${portal.tool} · ${portal.authority.shortName}`, href: portal.path }}
      nav={menu(portal, user, current)}
      user={shownUser(user)}
    >
      {children}
    </Page>
  );
}

const MEMBER_MENU = [
  ['coordonnees', 'Mes coordonnées'],
  ['dossier', 'Mon dossier'],
] as const;

const AGENT_MENU = [
  ['agents', 'Demandes'],
  ['agents/membres', 'Membres'],
  ['agents/inscription', 'Nouvelle inscription'],
] as const;

function menu(portal: Portal, user: User | undefined, current: string | undefined): NavLink[] {
  const entries =
    user?.kind === 'agent' ? AGENT_MENU : user?.kind === 'professional' && current ? MEMBER_MENU : [];
  return entries.map(([path, label]) => ({
    label,
    href: `${portal.path}/${path}`,
    current: path === current,
  }));
}
