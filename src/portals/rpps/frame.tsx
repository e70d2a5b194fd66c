import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { currentUser, shownUser } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Page, type PageProps } from '../../ui/index.js';

type FrameProps = Pick<PageProps, 'title' | 'lead' | 'width' | 'breadcrumbs'> & {
  c: Context<Env>;
  children?: Child;
};

/** Every page of the consultation screen of the RPPS. */
export function Frame({ c, ...page }: FrameProps) {
  const sandbox = c.get('ctx').config.profile === 'sandbox';
  return (
    <Page
      {...page}
      banner={sandbox ? 'sandbox' : undefined}
      door={{ name: 'Consultation du RPPS', href: '/rpps' }}
      user={shownUser(currentUser(c))}
    />
  );
}

/** Address of the file card of a person. */
export const cardHref = (idNat: string): string => `/rpps/personnes/${encodeURIComponent(idNat)}`;
