import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { PortalPage, type PortalPageProps } from '../../portal-page.js';

export const HOME = '/portail-psc/moyens';

export type Props = { readonly c: Context<Env> };

/** Every page about the means that a person adds. */
export function Frame(props: Omit<PortalPageProps, 'door'>) {
  return (
    <PortalPage
      {...props}
      door={{ name: 'Pro Santé Connect', href: '/portail-psc' }}
      breadcrumbs={[
        { label: 'Mon portefeuille', href: '/portefeuille' },
        ...(props.title === TITLE ? [] : [{ label: TITLE, href: HOME }]),
        { label: props.title },
      ]}
    />
  );
}

export const TITLE = 'Mes autres moyens';
