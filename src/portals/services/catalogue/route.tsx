import { type Context, Hono } from 'hono';
import { catalogue, catalogueEntry, catalogueSize } from '../../../modules/identity-provider/index.js';
import { today } from '../../../platform/clock.js';
import { Refusal } from '../../../platform/errors.js';
import type { Env } from '../../../platform/http/request.js';
import { judged } from '../judged.js';
import { CataloguePage, EntryPage } from './pages.js';

type C = Context<Env>;

const PAGE = 50;

/** The catalogue, open to everybody. */
export function catalogueRoutes(): Hono<Env> {
  return new Hono<Env>().get('/', list).get('/:id{[0-9a-f-]{36}}', show);
}

async function list(c: C) {
  const ctx = c.get('ctx');
  const { q = '', etat = '', apres } = c.req.query();
  const connected = etat === 'service' ? true : etat === 'projet' ? false : undefined;
  const found = await catalogue(ctx, { q: q.slice(0, 100), connected, after: apres, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const next = new URLSearchParams({ q, etat, apres: shown.at(-1)?.id ?? '' });
  return c.html(
    <CataloguePage
      c={c}
      entries={shown.map((entry) => judged(entry, today(ctx.clock)))}
      size={await catalogueSize(ctx)}
      asked={{ q, etat }}
      nextHref={found.length > PAGE ? `/services/catalogue?${next}` : undefined}
    />,
  );
}

async function show(c: C) {
  const ctx = c.get('ctx');
  const entry = await catalogueEntry(ctx, c.req.param('id') ?? '');
  if (!entry)
    throw new Refusal({
      code: 'not-found',
      status: 404,
      message: 'Introuvable : ce service n’est pas au catalogue.',
    });
  return c.html(<EntryPage c={c} entry={judged(entry, today(ctx.clock))} />);
}
