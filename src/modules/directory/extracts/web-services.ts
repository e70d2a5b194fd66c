import { Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { openApi } from './openapi.js';
import { peopleDoor } from './people-route.js';
import { extractsDoor } from './route.js';

/** The web services of the directory, at the paths of the national ones; to be mounted at /annuaire-sante-webservices. */
export const webServices = (app: App): Hono<Env> =>
  new Hono<Env>()
    .route('/V300/services/extraction', extractsDoor(app))
    .route('/V300/services/personnes', peopleDoor())
    .get('/openapi.json', (c) => c.json(openApi(app.config.origin)));
