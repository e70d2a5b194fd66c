import type { Bundle, CapabilityStatement } from 'fhir/r4.js';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { currentPublication } from '../publications/current-publication.js';
import { type Answer, checkFormat, isKnown, validators } from './answer.js';
import { authorise } from './authorise.js';
import { capabilityStatement, withExport } from './capability.js';
import { exportRoutes } from './export/routes.js';
import { formOf, queryOf, type Route, routeOf } from './open-route.js';
import { isKind, KINDS, type Kind, type Resource } from './parameters.js';
import { FhirRefusal, quoted } from './refusal.js';
import { searchset } from './search/bundle.js';
import type { From } from './search/find.js';
import { readPage } from './search/page-link.js';
import { underPresentNumbers } from './search/present-numbers.js';
import { readOne } from './search/read-one.js';
import { readSearch } from './search/read-search.js';
import type { Run } from './search/run.js';
import { walk } from './search/walk.js';

/** A search is given up after so many milliseconds. */
const PATIENCE = 10_000;

type Asked = readonly (readonly [string, string])[];

/** One face of the API: where it answers, who is let in, what it says of itself. */
export interface Face {
  /** Where it answers for good; other prefixes may lead to the same routes. */
  readonly base: string;
  readonly gate: MiddlewareHandler<Env>;
  readonly capability: (base: string, at: Date) => CapabilityStatement;
  /** What the restricted side adds to an answer, and writes down of it. */
  readonly restricted?: {
    tellBundle(c: Context<Env>, kind: Kind, asked: Asked, bundle: Bundle): Promise<Bundle>;
    tellOne(c: Context<Env>, resource: Resource): Promise<Resource>;
  };
  /** Routes of its own: each is made by `route`, which lets in behind the gate. */
  readonly more?: (routes: Hono<Env>, route: Route) => void;
}

/** The FHIR R4 API of the directory, open data only. */
export const fhirDoor = (app: App): Hono<Env> =>
  fhirRoutes(app, {
    base: '/fhir/v2',
    gate: authorise,
    capability: (base, at) => withExport(capabilityStatement(base, at)),
    more: (routes, route) => exportRoutes(app, routes, route, `${app.config.origin}/fhir/v2`),
  });

/** The routes of a face of the API: read, search by GET or POST, pages, capability statement. */
export function fhirRoutes(app: App, face: Face): Hono<Env> {
  const routes = new Hono<Env>();
  const base = `${app.config.origin}${face.base}`;
  const { restricted } = face;
  const open = routeOf(app);
  const route: Route = (work) =>
    open(async (c) => {
      await face.gate(c, nothingMore);
      checkFormat(c);
      return work(c);
    });
  const search = async (c: Context<Env>, kind: Kind, asked: Asked, from: From = {}): Promise<Answer> => {
    const ctx = c.get('ctx');
    const wanted = readSearch(kind, asked, ctx.clock.now().getTime());
    const run = runOf(c, restricted !== undefined);
    const told = (number: number) => ({
      // The day counts as well: what holds from a day on or until a day changes without any publication.
      ...(restricted ? NOT_KEPT : validators(tagOf(number, run.on))),
      'ESCULAPE-Publication': String(number),
    });
    if (!restricted && c.req.method === 'GET' && c.req.header('If-None-Match') !== undefined) {
      const { number } = await currentPublication(ctx);
      if (isKnown(c, tagOf(number, run.on))) return { status: 304, headers: told(number) };
    }
    const place = { base, secret: app.config.secret };
    const found = await searchset(run, wanted, place, from);
    const present = isAnyActive(found) ? undefined : await underPresentNumbers(run, wanted);
    const bundle = present ? await searchset(run, present, place, from) : found;
    const number = run.publication ?? (await currentPublication(ctx)).number;
    const content = restricted ? await restricted.tellBundle(c, kind, asked, bundle) : bundle;
    return { status: 200, content, headers: told(number) };
  };
  const read = async (c: Context<Env>): Promise<Answer> => {
    const kind = kindOf(c.req.param('kind') ?? '');
    const run = runOf(c, restricted !== undefined);
    const resource = await readOne(run, kind, c.req.param('id') ?? '');
    const publication = { 'ESCULAPE-Publication': String(run.publication ?? 0) };
    if (restricted) {
      const content = await restricted.tellOne(c, resource);
      return { status: 200, content, headers: { ...publication, ...NOT_KEPT } };
    }
    const { versionId, lastUpdated } = resource.meta ?? {};
    const headers = { ...validators(`W/"${versionId}"`, lastUpdated), ...publication };
    if (isKnown(c, `W/"${versionId}"`, lastUpdated)) return { status: 304, headers };
    return { status: 200, content: resource, headers };
  };
  routes.get(
    '/metadata',
    open((c) => {
      checkFormat(c);
      return { status: 200, content: face.capability(base, app.ctx.clock.now()) };
    }),
  );
  face.more?.(routes, route);
  routes.get(
    '/_page',
    route((c) => {
      const { kind, asked, after, back, total } = readPage(app.config.secret, c.req.query('id') ?? '');
      return search(c, kind, asked, { after, back, total });
    }),
  );
  routes.get('/:kind/:id', route(read));
  routes.get(
    '/:kind',
    route((c) => search(c, kindOf(c.req.param('kind') ?? ''), queryOf(c))),
  );
  routes.post(
    '/:kind/_search',
    route(async (c) => {
      const kind = kindOf(c.req.param('kind') ?? '');
      return search(c, kind, [...queryOf(c), ...(await formOf(c))]);
    }),
  );
  routes.all(
    '*',
    route((c) => {
      throw nothingHere(c, face.base);
    }),
  );
  return routes;
}

const nothingMore = async (): Promise<void> => undefined;

/** What a restricted answer says to whoever might keep it. */
const NOT_KEPT = { 'Cache-Control': 'no-store' };

const tagOf = (publication: number, on: string): string => `W/"${publication}-${on}"`;

const nothingHere = (c: Context, base: string): FhirRefusal =>
  c.req.method === 'GET' || c.req.method === 'HEAD'
    ? new FhirRefusal(
        404,
        'not-found',
        `Nothing here: read ${base}/<resource>/<id> or search ${base}/<resource>; resources: ${KINDS.join(', ')}.`,
      )
    : new FhirRefusal(405, 'not-supported', 'This API only reads: GET, or POST to <resource>/_search.', {
        Allow: 'GET, HEAD, POST',
      });

/** Days as `YYYY-MM-DD`. Made once: making it takes longer than reading a person. */
const france = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

/** Writing a day takes as long as reading a person: it is the same for a whole minute. */
let minute = { of: Number.NaN, day: '' };

function dayOf(now: number): string {
  const of = Math.floor(now / 60_000);
  if (minute.of !== of) minute = { of, day: france.format(now) };
  return minute.day;
}

/** What a request takes along. */
export const runOf = (c: Context<Env>, restricted = false): Run => {
  const ctx = c.get('ctx');
  return {
    ctx,
    on: dayOf(ctx.clock.now().getTime()),
    deadline: Date.now() + PATIENCE,
    publication: undefined,
    walk,
    ...(restricted && { restricted }),
  };
};

/** Whether a search found something that still holds, or was only counted. */
const isAnyActive = ({ entry = [], total = 0 }: Bundle): boolean =>
  entry.length === 0 ? total > 0 : entry.some(({ resource }) => !isEnded(resource));

const isEnded = (resource: object | undefined): boolean =>
  resource !== undefined && 'active' in resource && resource.active === false;

function kindOf(text: string): Kind {
  if (isKind(text)) return text;
  throw new FhirRefusal(
    404,
    'not-found',
    `There is no resource ${quoted(text)} here; there are: ${KINDS.join(', ')}.`,
  );
}
