import { Hono } from 'hono';
import { currentUser, shownUser } from '../../modules/access/index.js';
import type { App } from '../../platform/app.js';
import type { Env } from '../../platform/http/request.js';
import { Card, Grid, Page } from '../../ui/index.js';
import { applicationRoutes } from './agents/application-routes.js';
import { agentMemberRoutes } from './agents/member-routes.js';
import { registrationRoutes } from './agents/registration-routes.js';
import { memberRoutes } from './member/route.js';
import { portals } from './portal-texts.js';
import { signInRoutes } from './sign-in/route.js';

/** The portals of the ordres and of the armed forces: one component, one door each. */
export function ordresPortal(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  routes.get('/', (c) =>
    c.html(
      <Page
        title="Portails des ordres"
        lead="Choisissez l’autorité qui vous a inscrit."
        banner={sandbox ? 'sandbox' : undefined}
        user={shownUser(currentUser(c))}
      >
        <Grid>
          {portals().map(({ authority, path, tool }) => (
            <Card title={tool} href={path}>
              <p>{authority.name}</p>
            </Card>
          ))}
        </Grid>
      </Page>,
    ),
  );
  for (const portal of portals()) {
    const prefix = portal.path.replace(/^\/ordres/, '');
    routes.route(prefix, signInRoutes(app, portal));
    routes.route(prefix, memberRoutes(app, portal));
    routes.route(prefix, registrationRoutes(app, portal));
    routes.route(prefix, applicationRoutes(app, portal));
    routes.route(prefix, agentMemberRoutes(app, portal));
  }
  return routes;
}
