import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { currentUser, shownUser } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Page, type PageProps } from '../../ui/index.js';

type FrameProps = Omit<PageProps, 'door' | 'nav' | 'user' | 'banner'> & {
  c: Context<Env>;
  /** Which entry of the menu the page belongs to. */
  here: 'search' | 'account';
  children?: Child;
};

/** Every page of the Annuaire: its name, its menu, who is signed in. */
export function Frame({ c, here, ...page }: FrameProps) {
  const sandbox = c.get('ctx').config.profile === 'sandbox';
  return (
    <Page
      {...page}
      banner={sandbox ? 'sandbox' : undefined}
      door={{ name: 'Annuaire Santé', href: '/annuaire' }}
      nav={[
        { label: 'Rechercher', href: '/annuaire', current: here === 'search' },
        { label: 'Mon compte', href: '/annuaire/compte', current: here === 'account' },
      ]}
      user={shownUser(currentUser(c))}
    />
  );
}

/** Address of the public page of a person. */
export const personHref = (idNat: string): string => `/annuaire/personnes/${encodeURIComponent(idNat)}`;
