import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Alert } from '../../ui/index.js';
import { DONE } from '../held-cards/words.js';
import { PortalPage, type PortalPageProps } from '../portal-page.js';

export const HOME = '/ma-carte';

/** Every page of Ma Carte, also called Ma CPS. */
export const Frame = (page: Omit<PortalPageProps, 'door'>) => (
  <PortalPage {...page} door={{ name: 'Ma Carte', href: HOME }} />
);

/** A page below the home. */
export const Below = (page: Omit<PortalPageProps, 'door' | 'breadcrumbs'>) => (
  <Frame
    {...page}
    breadcrumbs={[{ label: 'Ma Carte', href: HOME }, { label: page.title }]}
    width={page.width ?? 'narrow'}
  />
);

/** What was just done. */
export function Done({ c }: { c: Context<Env> }) {
  const done = DONE[c.req.query('fait') ?? ''];
  return done ? (
    <Alert tone="success" live>
      {done}
    </Alert>
  ) : null;
}
