import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Context } from 'hono';

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
};

/** Serves one file that ships with the program, with a validator. */
export function asset(file: URL): (c: Context) => Response {
  const body = readFileSync(file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
  const type = TYPES[file.pathname.split('.').pop() ?? ''] ?? 'application/octet-stream';
  return (c) => {
    const headers = { etag, 'content-type': type, 'cache-control': 'public, max-age=300' };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(new Uint8Array(body), 200, headers);
  };
}
