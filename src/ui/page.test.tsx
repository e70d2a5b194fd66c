import { describe, expect, it } from 'vitest';
import { assetHref, assetServer, Gallery, Page, SANDBOX_BANNER } from './index.js';

const text = async (node: unknown) => String(await node);

describe('a page', () => {
  it('is a whole document in French, with a way past the header', async () => {
    const page = await text(<Page title="Recherche" door={{ name: 'Annuaire Santé', href: '/annuaire' }} />);
    expect(page.startsWith('<!doctype html><html lang="fr">')).toBe(true);
    expect(page).toContain('<title>Recherche · Annuaire Santé · Esculape</title>');
    expect(page).toContain('href="#contenu"');
    expect(page).toContain('<main id="contenu"');
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it('says that the data are invented in a sandbox, and only there', async () => {
    expect(await text(<Page title="x" banner="sandbox" />)).toContain(SANDBOX_BANNER);
    expect(await text(<Page title="x" />)).not.toContain(SANDBOX_BANNER);
  });

  it('escapes what it is given', async () => {
    const hostile = '</title><script>x</script>';
    const page = await text(
      <Page
        title={hostile}
        lead={hostile}
        door={{ name: hostile, href: hostile }}
        user={{ name: hostile, role: hostile, signOutHref: hostile }}
        nav={[{ label: hostile, href: hostile }]}
        breadcrumbs={[{ label: hostile }]}
      />,
    );
    expect(page).not.toContain('<script>x');
  });

  it('bears another name and no mark when it plays a site of its own', async () => {
    const page = await text(<Page title="Dossier" brand={{ name: 'Carnet de soins', href: '/' }} />);
    expect(page).toContain('Dossier · Carnet de soins</title>');
    expect(page).not.toContain('class="mark"');
  });
});

describe('the gallery', () => {
  it('has no inline style or script, so that the strict policy holds', async () => {
    const page = await text(Gallery());
    expect(page).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  });

  it('has unique ids, and each id that is referred to is there', async () => {
    const page = await text(Gallery());
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...page.matchAll(/\s(?:for|aria-describedby)="([^"]+)"/g)].flatMap((m) =>
      m[1]?.split(' '),
    );
    expect(referred.length).toBeGreaterThan(10);
    for (const id of referred) expect(ids).toContain(id);
  });
});

describe('the theme and the scripts', () => {
  it('are kept for ever under the hash of their content, and not under another', async () => {
    const server = assetServer();
    const [path, hash] = assetHref('theme.css').replace('/assets', '').split('?');
    const current = await server.request(`${path}?${hash}`);
    expect(current.headers.get('Content-Type')).toBe('text/css; charset=utf-8');
    expect(current.headers.get('Cache-Control')).toContain('immutable');
    expect(await current.text()).toContain('--accent');
    expect((await server.request(`${path}?old`)).headers.get('Cache-Control')).toBe('no-cache');
  });

  it.each(['/absent.css', '/..%2findex.ts', '/%2e%2e%2fassets.ts', '/__proto__'])(
    'does not serve %s',
    async (path) => {
      expect((await assetServer().request(path)).status).toBe(404);
      expect(() => assetHref(path)).toThrow();
    },
  );
});
