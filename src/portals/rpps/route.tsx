import { type Context, Hono } from 'hono';
import { withPlaces } from '../../modules/directory/index.js';
import { parseIdNat } from '../../modules/nomenclatures/index.js';
import { personHistory, persons, searchRegister } from '../../modules/registry/index.js';
import { lookGuard } from '../../modules/tracking/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { EmptyState } from '../../ui/index.js';
import { CardPage } from './card-page.js';
import { Frame } from './frame.js';
import { SearchPage } from './search-page.js';

type C = Context<Env>;

/** The consultation screen of the RPPS, for the CPAM alone. It reads: no route of it changes anything. */
export function rppsPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .use(async (c, next) => {
      const [, person = ''] = /^\/rpps\/personnes\/(.+)$/.exec(c.req.path) ?? [];
      await lookGuard(c, 'RPPS', person.replace(/%2f/gi, '/'));
      await next();
    })
    .get('/', (c) => c.html(<SearchPage c={c} asked={{ q: '', birthDate: '' }} />))
    .post('/', find)
    .get('/personnes/:idNat', card);
}

async function find(c: C) {
  const { q = '', naissance: birthDate = '', apres } = await formFields(c);
  const asked = { q: q.trim(), birthDate };
  const errors = problemsOf(asked);
  if (errors.length > 0) return c.html(<SearchPage c={c} asked={asked} errors={errors} />, 422);
  const result = await searchRegister(c.get('ctx'), {
    ...(asked.q && { q: asked.q }),
    ...(birthDate && { birthDate }),
    ...(apres && { after: apres }),
  });
  await journal(c.get('ctx'), {
    act: 'registry.search',
    outcome: 'done',
    data: { found: result.people.length },
  });
  return c.html(<SearchPage c={c} asked={asked} result={result} />);
}

function problemsOf({ q, birthDate }: { q: string; birthDate: string }) {
  const instant = new Date(`${birthDate}T00:00:00Z`);
  const isDay = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(birthDate);
  if (birthDate && !isDay)
    return [{ field: 'naissance', message: 'Écrivez la date en entier, par exemple 14/07/1985.' }];
  return q || birthDate
    ? []
    : [{ field: 'q', message: 'Donnez un numéro, un nom ou une date de naissance.' }];
}

async function card(c: C) {
  const ctx = c.get('ctx');
  const read = parseIdNat(c.req.param('idNat') ?? '');
  const idNat = read.ok ? read.idNat.value : (read.suggestion ?? '');
  const person = (await persons(ctx, [idNat])).get(idNat);
  await journal(ctx, { act: 'registry.look-at-person', subject: idNat, outcome: 'done' });
  if (person) {
    const history = await personHistory(ctx, idNat, { superseded: true });
    return c.html(<CardPage c={c} person={await withPlaces(ctx, person)} history={history} />);
  }
  return c.html(
    <Frame c={c} title="Numéro inconnu du RPPS" width="narrow">
      <EmptyState title="Aucun dossier de ce numéro" action={<a href="/rpps">Nouvelle recherche</a>} />
    </Frame>,
    404,
  );
}
