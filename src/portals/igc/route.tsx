import { type Context, Hono } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import { contracts } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import type { Env } from '../../platform/http/request.js';
import { journalOf } from '../../platform/journal.js';
import { acmeRoutes } from './acme-routes.js';
import { certificateRoutes } from './certificate-routes.js';
import { HistoryPage } from './history-page.js';
import { HomePage } from './home-page.js';
import { orderRoutes } from './order-routes.js';
import { held, heldStructure, own } from './own.js';
import { MissingStepPage } from './procedure.js';
import { revocationRoutes } from './revocation-routes.js';
import { StructurePage } from './structure-page.js';
import { StructuresPage } from './structures-page.js';

type C = Context<Env>;

/** The IGC platform: technical administrators order, retrieve, renew and revoke the certificates of their structures. */
export function igcPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => c.html(<HomePage c={c} />))
    .get('/structures', async (c) => c.html(<StructuresPage c={c} held={(await held(c)).all} />))
    .route('/revocations', revocationRoutes())
    .use('/structures/:finess/*', async (c, next) => {
      const { one } = await heldStructure(c);
      if (one.steps.order === 'done') return next();
      return c.html(<MissingStepPage c={c} one={one} />, 403);
    })
    .get('/structures/:finess', show)
    .get('/structures/:finess/historique', async (c) => {
      const { structure, bearer } = await own(c);
      const lines = await journalOf(c.get('ctx'), bearer.nationalId, 100);
      return c.html(<HistoryPage {...{ c, structure, lines }} />);
    })
    .route('/structures/:finess', orderRoutes())
    .route('/structures/:finess', certificateRoutes())
    .route('/structures/:finess', acmeRoutes());
}

async function show(c: C) {
  const { one, structure, bearer } = await own(c);
  const ctx = c.get('ctx');
  const contract = (await contracts.activeContract(ctx, structure.id))?.number ?? '';
  const requests = await certificates.openRequestsOf(ctx, bearer.nationalId);
  const all = await certificates.certificatesOf(ctx, bearer.nationalId);
  return c.html(<StructurePage {...{ c, structure, contract, one, requests, held: all }} />);
}
