import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Env } from '../../platform/http/request.js';
import { Tabs } from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';

interface FrameProps {
  readonly c: Context<Env>;
  readonly title: string;
  readonly lead: Child;
  /** The tab that is open; none below one of them. */
  readonly tab?: '/usages' | '/usages/dmp' | '/usages/moi';
  readonly above?: { readonly label: string; readonly href: string };
  readonly children?: Child;
}

/** A page about which means opens what. */
export function UsagesFrame({ c, title, lead, tab, above, children }: FrameProps) {
  return (
    <PortalPage
      c={c}
      title={title}
      lead={lead}
      width="wide"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        ...(tab === '/usages' ? [] : [{ label: 'Quel moyen pour quel service ?', href: '/usages' }]),
        ...(above ? [above] : []),
        { label: title },
      ]}
    >
      {tab ? (
        <Tabs
          label="Moyens et services"
          items={[
            { label: 'Services', href: '/usages', current: tab === '/usages' },
            { label: 'Documents du DMP', href: '/usages/dmp', current: tab === '/usages/dmp' },
            { label: 'Mes moyens', href: '/usages/moi', current: tab === '/usages/moi' },
          ]}
        />
      ) : null}
      {children}
    </PortalPage>
  );
}
