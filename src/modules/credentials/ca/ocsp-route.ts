import { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Ctx } from '../../../platform/context.js';
import { isDatabaseAway } from '../../../platform/db/away.js';
import type { Env } from '../../../platform/http/request.js';
import { safeHeaders } from '../../../platform/http/security.js';
import type { OcspAnswer, Responders } from './ocsp.js';
import { ocspError } from './rules/ocsp-response.js';

/** An OCSP request is a few hundred bytes (RFC 5019 §5). */
const LARGEST_REQUEST = 4096;

/**
 * The state of certificates, by POST and by GET (RFC 6960 appendix A), to be mounted at `/igc/ocsp` by itself: programs
 * ask thousands of times a second, and a failure is told in their own words.
 */
export function ocspDoor(app: App): Hono<Env> {
  const to: Asked = {
    ctx: app.ctx,
    responders: openedOnce(app.ctx),
    headers: { ...safeHeaders(app.config.secureCookies), 'Content-Type': 'application/ocsp-response' },
  };
  const door = new Hono<Env>();
  door.post('/', async (c) => {
    const length = Number(c.req.header('content-length') ?? Number.NaN);
    if (!(length <= LARGEST_REQUEST)) return c.body(null, 413, { connection: 'close' });
    return answered(to, new Uint8Array(await c.req.arrayBuffer()));
  });
  door.get('/:request{.+}', async (c) => {
    const given = c.req.param('request').slice(0, LARGEST_REQUEST);
    return answered(to, Buffer.from(given, 'base64'));
  });
  return door;
}

/** The responders, read at the first request. */
function openedOnce(ctx: Ctx): () => Promise<Responders> {
  let opened: Promise<Responders> | undefined;
  return () => {
    opened ??= import('./ocsp.js').then(({ openResponders }) => openResponders(ctx));
    return opened;
  };
}

interface Asked {
  readonly ctx: Ctx;
  readonly responders: () => Promise<Responders>;
  readonly headers: Readonly<Record<string, string>>;
}

async function answered({ ctx, responders, headers }: Asked, request: Uint8Array): Promise<Response> {
  const { der, seconds } = await (await responders()).answer(request).catch((err) => failure(ctx, err));
  if (seconds === 0) return new Response(der, { headers });
  return new Response(der, { headers: { ...headers, 'Cache-Control': `public, max-age=${seconds}` } });
}

function failure(ctx: Ctx, err: unknown): OcspAnswer {
  ctx.log.error({ err }, 'a state could not be told');
  return { der: ocspError(isDatabaseAway(err) ? 'later' : 'internal'), seconds: 0 };
}
