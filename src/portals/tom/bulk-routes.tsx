import { type Context, Hono } from 'hono';
import { park } from '../../modules/credentials/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { uploadedText } from '../../platform/http/uploaded-text.js';
import { limit } from '../../platform/rate-limit.js';
import { randomToken } from '../../platform/secrets.js';
import { BulkPage } from './bulk-page.js';
import { own } from './own.js';

type C = Context<Env>;

/** Many cards by one file: judged, then confirmed. */
export const bulkRoutes = (): Hono<Env> =>
  new Hono<Env>()
    .get('/', async (c) => c.html(<BulkPage c={c} own={await own(c)} />))
    .post('/', judge)
    .post('/confirmation', confirm);

async function judge(c: C) {
  const mine = await own(c);
  const ctx = c.get('ctx');
  await limit(ctx, `tom-bulk:${mine.user.accountId}`, 60, 3600);
  const { fichier, lignes } = await c.req.parseBody();
  const file = fichier instanceof File && fichier.size > 0 ? await uploadedText(fichier) : '';
  const text = file || (typeof lignes === 'string' ? lignes : '');
  if (text.trim() === '' || text.includes('\0') || !text.isWellFormed()) {
    const errors = [{ field: 'fichier', message: 'Choisissez un fichier lisible, ou collez des lignes.' }];
    return c.html(<BulkPage {...{ c, own: mine, errors }} />, 422);
  }
  const { lines, faults } = park.readBulk(text);
  const judged = await park.tryBulk(ctx, { lines, structures: mine.covered, by: mine.by });
  const report = { text, lines, faults, judged, applied: false, submission: randomToken() };
  return c.html(<BulkPage {...{ c, own: mine, report }} />);
}

async function confirm(c: C) {
  const mine = await own(c);
  const { lignes: text = '', submission = '' } = await formFields(c);
  const { lines, faults } = park.readBulk(text);
  const bulk = { lines, structures: mine.covered, by: mine.by };
  const judged = await park.applyBulk(c.get('ctx'), bulk, submission.slice(0, 100) || randomToken());
  return c.html(
    <BulkPage {...{ c, own: mine, report: { text, lines, faults, judged, applied: true, submission } }} />,
  );
}
