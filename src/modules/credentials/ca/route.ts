import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Ctx } from '../../../platform/context.js';
import type { Env } from '../../../platform/http/request.js';
import { fileName } from './addresses.js';
import { chainCertificates, chainPem } from './identity.js';
import { POLICY } from './policy.js';
import { certificateBundle } from './rules/bundle.js';
import { AUTHORITIES, type AuthorityKey } from './rules/names.js';
import { readCertificates } from './store.js';

/**
 * What an authority publishes, to be mounted at `/igc`: certificates that lead to each root, CRLs and their deltas, the
 * policy. Anybody may read.
 */
export function authorityDoor(app: App): Hono<Env> {
  const door = new Hono<Env>();
  certificateRoutes(door, app.ctx);
  door.get('/CRL/:file', (c) => revocationListAt(c, app.ctx));
  return door;
}

function certificateRoutes(door: Hono<Env>, ctx: Ctx): void {
  const attachment = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` });
  door.get('/chaine.pem', async (c) =>
    c.body(await chainPem(ctx), 200, {
      'content-type': 'application/x-pem-file',
      ...attachment('chaine-igc.pem'),
    }),
  );
  door.get('/AC/Chaine_de_certification-IGC-Esculape.p7b', async (c) =>
    c.body(bytes(certificateBundle(await chainCertificates(ctx))), 200, {
      'content-type': 'application/x-pkcs7-certificates',
      ...attachment('Chaine_de_certification-IGC-Esculape.p7b'),
    }),
  );
  door.get('/AC/:file', async (c) => {
    const name = authorityOf(ctx, c.req.param('file'), '.cer');
    const certificate = name && (await readCertificates(ctx)).get(name);
    if (!certificate) return c.notFound();
    return c.body(bytes(certificate), 200, { 'content-type': 'application/pkix-cert' });
  });
  door.get('/PC', (c) => c.text(POLICY));
}

const bytes = (of: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(of);

const authorityOf = (ctx: Ctx, file: string, ending: string): AuthorityKey | undefined =>
  AUTHORITIES.find((name) => `${fileName(ctx.config, name)}${ending}` === file);

async function revocationListAt(c: Context<Env>, ctx: Ctx): Promise<Response> {
  const file = c.req.param('file') ?? '';
  const [full, delta] = [authorityOf(ctx, file, '.crl'), authorityOf(ctx, file, '-delta.crl')];
  const name = full ?? delta;
  if (!name) return c.notFound();
  const { revocationList } = await import('./revocation-lists.js');
  const list = await revocationList(ctx, name, full ? 'full' : 'delta');
  const etag = `"${list.number}"`;
  const headers = {
    etag,
    'cache-control': 'public, max-age=60',
    'last-modified': list.thisUpdate.toUTCString(),
    'content-type': 'application/pkix-crl',
  };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  return c.body(bytes(list.der), 200, headers);
}
