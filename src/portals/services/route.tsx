import { Hono } from 'hono';
import type { App } from '../../platform/app.js';
import type { Env } from '../../platform/http/request.js';
import { accountRoutes } from './account/route.js';
import { catalogueRoutes } from './catalogue/route.js';
import { compliancePage } from './compliance-page.js';
import { deploymentPage } from './deployment-page.js';
import { indexPage } from './index-page.js';
import { raccordementRoutes } from './raccordement/route.js';
import { readingPage, readPasted } from './reading-page.js';
import { securityPage } from './security-page.js';
import { statusPage } from './status-page.js';
import { supportRoutes } from './support/route.js';

/** The services of Pro Santé Connect: who is connected, under which rules, and how one gets there. */
export function servicesPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', indexPage)
    .route('/catalogue', catalogueRoutes())
    .get('/conformite', compliancePage)
    .get('/securite', securityPage)
    .get('/deploiement', deploymentPage)
    .get('/etat', statusPage)
    .get('/lecture', readingPage)
    .post('/lecture', readPasted)
    .route('/compte', accountRoutes())
    .route('/raccordement', raccordementRoutes())
    .route('/support', supportRoutes());
}
