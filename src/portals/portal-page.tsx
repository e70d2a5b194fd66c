import type { Context } from 'hono';
import { currentUser, shownUser } from '../modules/access/index.js';
import type { Env } from '../platform/http/request.js';
import { Page, type PageProps } from '../ui/index.js';

export type PortalPageProps = Omit<PageProps, 'banner' | 'user'> & { c: Context<Env> };

/** A page of a portal: who is signed in, and the banner of the sandbox, as the request says. */
export function PortalPage({ c, ...page }: PortalPageProps) {
  const sandbox = c.get('ctx').config.profile === 'sandbox';
  return <Page {...page} banner={sandbox ? 'sandbox' : undefined} user={shownUser(currentUser(c))} />;
}
