import { type Context, Hono } from 'hono';
import { requireRole } from '../../modules/access/index.js';
import {
  ACT_NAMES,
  dmpMatrix,
  dmpMatrixFile,
  documentTypes,
  MEANS_NAMES,
  USAGE_SERVICES,
  type UsageService,
  usageDates,
  usageOn,
} from '../../modules/guidance/index.js';
import type { App } from '../../platform/app.js';
import { today } from '../../platform/clock.js';
import type { Env } from '../../platform/http/request.js';
import { signedInByPsc } from '../signed-in-by-psc.js';
import { DmpMatrixPage } from './dmp-page.js';
import { ownRoutes } from './own-route.js';
import { type AskedUsages, UsagesPage } from './page.js';
import { versionsRoutes } from './versions-route.js';

type C = Context<Env>;

/** Which means opens which service, and who reads what in the DMP: for everybody, on any day, for programs too. */
export function usagesPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', show)
    .get('/matrice.json', json)
    .get('/dmp', showDmp)
    .get('/dmp.csv', csv)
    .use('/moi/*', ...signedInByPsc('/usages/moi'))
    .route('/moi', ownRoutes())
    .use('/dmp/versions', requireRole('operator'))
    .use('/dmp/versions/*', requireRole('operator'))
    .route('/dmp/versions', versionsRoutes());
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) === true;

/** The day that was asked for; today when none was, or none that can be read. */
function dayIn(c: C): string {
  const asked = c.req.query('date') ?? '';
  return isDay(asked) ? asked : today(c.get('ctx').clock);
}

function show(c: C) {
  const service = (Object.keys(USAGE_SERVICES) as UsageService[]).find(
    (one) => one === c.req.query('service'),
  );
  const means = MEANS_NAMES.find((one) => one === c.req.query('moyen'));
  const asked: AskedUsages = { on: dayIn(c), service, means };
  const rows = usageOn(asked.on).filter(
    (row) => (!service || row.service === service) && (!means || row.means === means),
  );
  const typed = c.req.query('date');
  const wrongDay = !!typed && !isDay(typed);
  return c.html(<UsagesPage {...{ c, asked, rows, wrongDay }} dates={usageDates()} />);
}

function json(c: C) {
  const on = dayIn(c);
  return c.json({ date: on, acts: ACT_NAMES, means: MEANS_NAMES, rows: usageOn(on) });
}

async function showDmp(c: C) {
  const on = dayIn(c);
  const matrix = await dmpMatrix(c.get('ctx'), on);
  const reader = c.req.query('lecteur') || undefined;
  return c.html(<DmpMatrixPage {...{ c, on, matrix, reader }} types={documentTypes()} />);
}

async function csv(c: C) {
  return c.body(await dmpMatrixFile(c.get('ctx'), dayIn(c)), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="matrice-dmp.csv"',
  });
}
