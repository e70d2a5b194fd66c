import { Form } from './form.js';
import { Mark } from './icon.js';
import type { NavLink } from './navigation.js';
import { safeHref } from './safe-href.js';

/** What every page of a sandbox says at its top. */
export const SANDBOX_BANNER = 'Bac à sable\u00a0: données fictives';

/** The name of the product. */
export const PRODUCT = 'Esculape';

/** Who is signed in, and where to post the sign-out. */
export type PageUser = {
  name: string;
  role?: string | undefined;
  signOutHref?: string | undefined;
  /** Where another role of the same person is taken. */
  switchHref?: string | undefined;
};

/** The portal that the page belongs to: «Annuaire Santé», and its first page. */
export type Door = { name: string; href: string };

/** The strip at the top of a sandbox's pages. */
export function SandboxBanner() {
  return (
    <aside class="banner" aria-label="Bac à sable">
      <p>{SANDBOX_BANNER}</p>
    </aside>
  );
}

/** Another name and colour than the product's, for a page that plays a site of its own (the demo services). */
export type Brand = { name: string; href: string; tone?: 'indigo' | 'plum' };

/** The product (or another brand), the door, the menu and who is signed in. */
export function PageHeader(props: {
  brand?: Brand | undefined;
  door?: Door | undefined;
  nav: readonly NavLink[];
  user?: PageUser | undefined;
}) {
  const { brand, door, nav, user } = props;
  return (
    <header class="header">
      <div class="header-row">
        <p class="brand">
          <a class="brand-link" href={safeHref(brand?.href ?? '/')}>
            {brand ? null : <Mark />}
            <span>{brand?.name ?? PRODUCT}</span>
          </a>
          {door ? (
            <a class="brand-door" href={safeHref(door.href)}>
              {door.name}
            </a>
          ) : null}
        </p>
        {user ? <SignedIn {...user} /> : null}
      </div>
      {nav.length > 0 ? <MainNav items={nav} /> : null}
    </header>
  );
}

function MainNav({ items }: { items: readonly NavLink[] }) {
  return (
    <nav class="nav" aria-label="Menu principal">
      <ul>
        {items.map((item) => (
          <li>
            <a href={safeHref(item.href)} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignedIn({ name, role, signOutHref, switchHref }: PageUser) {
  return (
    <div class="signed-in">
      <p>
        <span class="signed-in-name">{name}</span>
        {role ? <span class="signed-in-role">{role}</span> : null}
        {switchHref === undefined ? null : (
          <>
            {' '}
            <a href={safeHref(switchHref)}>Agir en tant que…</a>
          </>
        )}
      </p>
      {signOutHref === undefined ? null : (
        <Form action={signOutHref}>
          <button class="button button-quiet" type="submit">
            Se déconnecter
          </button>
        </Form>
      )}
    </div>
  );
}

/** The foot of the page, with links of the door if any. */
export function PageFooter(props: {
  brand?: Brand | undefined;
  links: readonly NavLink[];
  sandbox: boolean;
}) {
  const { brand, links, sandbox } = props;
  const purpose = brand
    ? `service de démonstration livré avec ${PRODUCT}.`
    : 'l’identité numérique des professionnels de santé.';
  return (
    <footer class="footer">
      <div class="footer-row">
        <p>
          <strong>{brand?.name ?? PRODUCT}</strong>, {purpose}
          {sandbox ? ' Les personnes et les structures de ce site sont inventées.' : null}
        </p>
        {links.length > 0 ? (
          <ul>
            {links.map((link) => (
              <li>
                <a href={safeHref(link.href)}>{link.label}</a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </footer>
  );
}
