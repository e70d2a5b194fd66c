import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';

/** The pieces of the theme, in the order in which they are laid. */
const THEME = [
  'tokens',
  'base',
  'page',
  'forms',
  'messages',
  'content',
  'data',
  'search',
  'foreign',
  'print',
];

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

type Asset = { body: string; type: string; hash: string };

const assets = readAssets(import.meta.dirname);

/**
 * The address of a file of src/ui/assets, or of `theme.css`, with the hash of its content so that it can be
 * cached for ever. Throws when there is no such file.
 */
export function assetHref(name: string): string {
  const asset = assets.get(name);
  if (!asset) throw new Error(`no asset is named ${name}`);
  return `/assets/${name}?${asset.hash}`;
}

/** The server of the theme and scripts, to be mounted at `/assets`: GET only, 404 for any other name. */
export function assetServer(): Hono {
  return new Hono().get('/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    if (!asset) return c.notFound();
    const current = new URL(c.req.url).search === `?${asset.hash}`;
    c.header('Content-Type', asset.type);
    c.header('X-Content-Type-Options', 'nosniff');
    // An old page may ask with an old hash: the answer must not be kept under it.
    c.header('Cache-Control', current ? 'public, max-age=31536000, immutable' : 'no-cache');
    return c.body(asset.body);
  });
}

function readAssets(folder: string): Map<string, Asset> {
  const theme = THEME.map((piece) => readFileSync(join(folder, 'theme', `${piece}.css`), 'utf8')).join('\n');
  const found = new Map([['theme.css', asset('css', theme)]]);
  for (const name of readdirSync(join(folder, 'assets'))) {
    found.set(name, asset(name.split('.').at(-1) ?? '', readFileSync(join(folder, 'assets', name), 'utf8')));
  }
  return found;
}

function asset(extension: string, body: string): Asset {
  const type = TYPES[extension];
  if (!type) throw new Error(`no content type is known for .${extension}`);
  return { body, type, hash: createHash('sha256').update(body).digest('hex').slice(0, 12) };
}
