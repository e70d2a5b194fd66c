import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { App } from '../../../platform/app.js';
import { isDatabaseAway } from '../../../platform/db/away.js';
import type { Env } from '../../../platform/http/request.js';
import { currentPublication } from '../publications/current-publication.js';
import { answer, notModified, refuse } from './answer.js';
import { authorise } from './authorise.js';
import { capabilityStatement } from './capability.js';
import { isKind, KINDS, type Kind } from './parameters.js';
import { FhirRefusal, quoted } from './refusal.js';
import { searchset } from './search/bundle.js';
import type { From } from './search/find.js';
import { readPage } from './search/page-link.js';
import { readOne } from './search/read-one.js';
import { readSearch } from './search/read-search.js';
import type { Run } from './search/run.js';
import { walk } from './search/walk.js';

/** Where the API answers for good; other prefixes lead to the same routes. */
const BASE = '/fhir/v2';
const LARGEST_FORM = 64 * 1024;
/** A search is given up after so many milliseconds. */
const PATIENCE = 10_000;

type Asked = readonly (readonly [string, string])[];

/** The FHIR R4 API of the directory, open data only: read, search by GET or POST, pages, capability statement. */
export function fhirDoor(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const base = `${app.config.origin}${BASE}`;
  routes.onError((error, c) => {
    if (error instanceof FhirRefusal) return refuse(c, error);
    const away = isDatabaseAway(error);
    app.ctx.log.error({ err: error, correlation: c.get('ctx').correlation }, 'fhir request failed');
    return refuse(
      c,
      away
        ? new FhirRefusal(
            503,
            'transient',
            'The directory is away for a moment: try again in a few seconds.',
            {
              'Retry-After': '5',
            },
          )
        : new FhirRefusal(
            500,
            'exception',
            `Something failed on our side. Try again; if it comes back, give the support this number: ${c.get('ctx').correlation}.`,
          ),
    );
  });
  routes.use(compress());
  routes.get('/metadata', (c) => answer(c, capabilityStatement(base, app.ctx.clock.now())));
  routes.use(authorise);
  routes.use(
    '/*',
    bodyLimit({
      maxSize: LARGEST_FORM,
      onError: () => {
        throw new FhirRefusal(400, 'too-long', `A search form has at most ${LARGEST_FORM} bytes.`);
      },
    }),
  );
  const search = async (c: Context<Env>, kind: Kind, asked: Asked, from: From = {}) => {
    const ctx = c.get('ctx');
    const now = ctx.clock.now().getTime();
    const wanted = readSearch(kind, asked, now);
    const run = runOf(c);
    // The day counts as well: what holds from a day on or until a day changes without any publication.
    const tagOf = (number: number) => `W/"${number}-${run.on}"`;
    if (c.req.method === 'GET' && c.req.header('If-None-Match') !== undefined) {
      const { number } = await currentPublication(ctx);
      if (notModified(c, tagOf(number))) return c.body(null, 304, { 'ESCULAPE-Publication': String(number) });
    }
    const bundle = await searchset(run, wanted, { base, secret: app.config.secret }, from);
    const number = run.publication ?? (await currentPublication(ctx)).number;
    notModified(c, tagOf(number));
    return answer(c, bundle, { 'ESCULAPE-Publication': String(number) });
  };
  routes.get('/_page', async (c) => {
    const page = readPage(app.config.secret, c.req.query('id') ?? '');
    const { after, back, total } = page;
    return search(c, page.kind, page.asked, { after, back, total });
  });
  routes.get('/:kind/:id', async (c) => {
    const kind = kindOf(c.req.param('kind'));
    const run = runOf(c);
    const resource = await readOne(run, kind, c.req.param('id'));
    const headers = { 'ESCULAPE-Publication': String(run.publication ?? 0) };
    const tag = `W/"${resource.meta?.versionId}"`;
    if (notModified(c, tag, resource.meta?.lastUpdated)) return c.body(null, 304);
    return answer(c, resource, headers);
  });
  routes.get('/:kind', (c) => search(c, kindOf(c.req.param('kind')), queryOf(c)));
  routes.post('/:kind/_search', async (c) => {
    const kind = kindOf(c.req.param('kind'));
    return search(c, kind, [...queryOf(c), ...(await formOf(c))]);
  });
  routes.all('*', (c) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    throw reads
      ? new FhirRefusal(
          404,
          'not-found',
          `Nothing here: read ${BASE}/<resource>/<id> or search ${BASE}/<resource>; resources: ${KINDS.join(', ')}.`,
        )
      : new FhirRefusal(405, 'not-supported', 'This API only reads: GET, or POST to <resource>/_search.', {
          Allow: 'GET, HEAD, POST',
        });
  });
  return routes;
}

/** Days as `YYYY-MM-DD`. Made once: making it takes longer than reading a person. */
const france = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

const runOf = (c: Context<Env>): Run => {
  const ctx = c.get('ctx');
  return {
    ctx,
    on: france.format(ctx.clock.now()),
    deadline: Date.now() + PATIENCE,
    publication: undefined,
    walk,
  };
};

function kindOf(text: string): Kind {
  if (isKind(text)) return text;
  throw new FhirRefusal(
    404,
    'not-found',
    `There is no resource ${quoted(text)} here; there are: ${KINDS.join(', ')}.`,
  );
}

const queryOf = (c: Context): Asked => [...new URL(c.req.url).searchParams];

async function formOf(c: Context): Promise<Asked> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    throw new FhirRefusal(
      415,
      'not-supported',
      'A search by POST is a form: application/x-www-form-urlencoded.',
    );
  return [...new URLSearchParams(text)];
}
