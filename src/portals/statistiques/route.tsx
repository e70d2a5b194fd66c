import { type Context, Hono } from 'hono';
import { nurseCounts, populationOf } from '../../modules/directory/index.js';
import { hospitalGroups, lastFinessPublished, structureCounts } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import type { Env } from '../../platform/http/request.js';
import { readAsked, readBy } from './asked.js';
import { CountsPage } from './counts-page.js';
import { toCsv } from './csv.js';
import { NursesPage } from './nurses-page.js';
import { ReferencePage } from './reference-page.js';
import { StructuresPage } from './structures-page.js';
import { askedWords } from './words.js';

type C = Context<Env>;

/** Public counts of the population. The people were counted by a job; structures are few enough to be counted in an index. */
export function statisticsPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', show)
    .get('/effectifs.csv', download)
    .get('/structures', structures)
    .get('/infirmiers', nurses)
    .get('/reference', reference);
}

async function show(c: C) {
  const asked = readAsked(c.req.query());
  const [all, found] = [await populationOf(c.get('ctx'), {}), await populationOf(c.get('ctx'), asked)];
  return c.html(<CountsPage c={c} asked={asked} by={readBy(c.req.query(), asked)} all={all} found={found} />);
}

async function download(c: C) {
  const asked = readAsked(c.req.query());
  const found = await populationOf(c.get('ctx'), asked);
  if (!found) return c.redirect('/statistiques', 303);
  const text = toCsv(found, askedWords(asked) || 'Tous les professionnels');
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="effectifs.csv"',
  });
}

async function reference(c: C) {
  const ctx = c.get('ctx');
  const [all, civil, military] = [
    await populationOf(ctx, {}),
    await populationOf(ctx, { category: 'C' }),
    await populationOf(ctx, { category: 'M' }),
  ];
  return c.html(<ReferencePage c={c} all={all} practising={[civil, military]} />);
}

async function nurses(c: C) {
  const ctx = c.get('ctx');
  return c.html(<NursesPage c={c} counts={await nurseCounts(ctx)} all={await populationOf(ctx, {})} />);
}

async function structures(c: C) {
  const ctx = c.get('ctx');
  const [counts, groups, publishedAt] = [
    await structureCounts(ctx),
    await hospitalGroups(ctx),
    await lastFinessPublished(ctx),
  ];
  return c.html(<StructuresPage c={c} counts={counts} groups={groups} publishedAt={publishedAt} />);
}
