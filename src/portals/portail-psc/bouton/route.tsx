import { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { buttonSvg, isTone } from './drawing.js';
import { ButtonPage } from './page.js';

/** The button of Pro Santé Connect: its drawings, and the rules for its use. Open to everybody. */
export function buttonRoutes({ config }: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => c.html(<ButtonPage sandbox={config.profile === 'sandbox'} origin={config.origin} />))
    .get('/:file{[a-z]+\\.svg}', (c) => {
      const tone = c.req.param('file').replace(/\.svg$/, '');
      if (!isTone(tone)) return c.notFound();
      c.header('Content-Type', 'image/svg+xml; charset=utf-8');
      c.header('Cache-Control', 'public, max-age=86400');
      // Services show it in their own pages.
      c.header('Cross-Origin-Resource-Policy', 'cross-origin');
      return c.body(buttonSvg(tone));
    });
}
