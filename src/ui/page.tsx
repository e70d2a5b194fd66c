import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { assetHref } from './assets.js';
import { classes } from './classes.js';
import { frenchSpaces } from './french-spaces.js';
import { Breadcrumbs, type NavLink } from './navigation.js';
import {
  type Brand,
  type Door,
  PageFooter,
  PageHeader,
  type PageUser,
  PRODUCT,
  SandboxBanner,
} from './page-parts.js';

export type PageProps = {
  /** The name of the page in the tab; the product's name is added. */
  title: string;
  /** The `h1`; the title when left out, none when `false` (the children then bring theirs). */
  heading?: Child | false;
  /** One sentence under the heading. */
  lead?: Child;
  banner?: 'sandbox' | undefined;
  /** For a page that plays a site of its own: its name replaces the product's. */
  brand?: Brand | undefined;
  door?: Door | undefined;
  nav?: readonly NavLink[];
  user?: PageUser | undefined;
  /** `narrow` for a form or a message, `wide` for tables. */
  width?: 'narrow' | 'normal' | 'wide';
  breadcrumbs?: readonly { label: string; href?: string | undefined }[];
  /** Names of files of src/ui/assets, or addresses that begin with a slash. */
  scripts?: readonly string[];
  footerLinks?: readonly NavLink[];
  /** The address of a web app manifest. */
  manifest?: string | undefined;
  /** The address of its icon on a home screen, 180 pixels wide, for systems that read no manifest. */
  appIcon?: string | undefined;
  /** False keeps the page out of search engines (the default). */
  indexed?: boolean;
  children?: Child;
};

/**
 * A whole HTML page in French, without any inline style or script: `c.html(<Page …>…</Page>)`. In a test,
 * `String(await (<Page …/>))` gives its text.
 */
export function Page(props: PageProps) {
  const sandbox = props.banner === 'sandbox';
  const page = (
    <>
      {html`<!doctype html>`}
      <html lang="fr">
        <PageHead {...props} />
        <body class={bodyClass(props)}>
          <a class="skip" href="#contenu">
            Aller au contenu
          </a>
          {sandbox ? <SandboxBanner /> : null}
          <PageHeader brand={props.brand} door={props.door} nav={props.nav ?? []} user={props.user} />
          <PageMain {...props} />
          <PageFooter brand={props.brand} links={props.footerLinks ?? []} sandbox={sandbox} />
        </body>
      </html>
    </>
  ).toString() as string | Promise<string>;
  return typeof page === 'string' ? typeset(page) : page.then(typeset);
}

const typeset = (page: string) => raw(frenchSpaces(page));

const bodyClass = ({ banner, brand }: PageProps) =>
  classes(
    banner === 'sandbox' && 'is-sandbox',
    brand && 'foreign',
    brand && `foreign-${brand.tone ?? 'indigo'}`,
  );

function PageHead({ title, brand, door, scripts = [], manifest, appIcon, indexed = false }: PageProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>
        {[title, door?.name, brand?.name ?? PRODUCT]
          .filter((part, i, all) => part && !all.slice(i + 1).some((next) => next?.startsWith(part)))
          .join(' · ')}
      </title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#0d4f52" />
      {indexed ? null : <meta name="robots" content="noindex" />}
      <link rel="stylesheet" href={assetHref('theme.css')} />
      <link rel="icon" type="image/svg+xml" href={assetHref('mark.svg')} />
      {manifest === undefined ? null : <link rel="manifest" href={manifest} />}
      {appIcon === undefined ? null : <link rel="apple-touch-icon" href={appIcon} />}
      {['page.js', ...scripts].map((script) => (
        <script type="module" src={script.startsWith('/') ? script : assetHref(script)} />
      ))}
    </head>
  );
}

function PageMain({ title, heading, lead, width = 'normal', breadcrumbs = [], children }: PageProps) {
  return (
    <div class={`body body-${width}`}>
      {breadcrumbs.length > 0 ? <Breadcrumbs items={breadcrumbs} /> : null}
      <main id="contenu" tabindex={-1}>
        {heading === false ? null : <h1>{heading ?? title}</h1>}
        {lead === undefined ? null : <p class="lead">{lead}</p>}
        {children}
      </main>
    </div>
  );
}
