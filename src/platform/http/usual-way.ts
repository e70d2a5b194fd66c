import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import type { App } from '../app.js';
import { type Env, requestCtx } from './request.js';
import { securityHeaders } from './security.js';

/** What every request passes, unless a mount answers by itself: it gets a number, security headers and its world. */
export const usualWay = (app: App): MiddlewareHandler<Env>[] => [
  requestId(),
  securityHeaders(app.config.secureCookies),
  async (c, next) => {
    c.set('ctx', requestCtx(app.ctx));
    await next();
  },
];
