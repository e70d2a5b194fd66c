import { rm } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import type { App } from '../../../../platform/app.js';
import { transaction } from '../../../../platform/context.js';
import type { Env } from '../../../../platform/http/request.js';
import { enqueue } from '../../../../platform/jobs.js';
import type { Answer } from '../answer.js';
import { ownerOf } from '../authorise.js';
import { bodyOf, queryOf, type Route } from '../open-route.js';
import { badSearch, FhirRefusal } from '../refusal.js';
import { readParameters, readRequest } from './read-request.js';
import { sendPart } from './send-part.js';
import { addExport, dropExport, type Export, exportOf, MOST_AT_ONCE, MOST_KEPT } from './store.js';
import { exportFolder, KEPT_HOURS, NAME } from './write-export.js';

/** Seconds after which it is worth asking again. */
const COME_BACK = '2';
const NOT_KEPT = { 'Cache-Control': 'no-store' };

/** The export of the whole directory (Bulk Data Access IG 2, system level): kick-off, status, files, cancel. */
export function exportRoutes(app: App, routes: Hono<Env>, route: Route, base: string): void {
  const kickOff = async (c: Context<Env>, asked: [string, string][]): Promise<Answer> => {
    const wanted = readRequest(asked, c.req.header('Prefer'));
    const query = new URLSearchParams(asked).toString();
    const request = `${base}/$export${query === '' ? '' : `?${query}`}`;
    const ctx = c.get('ctx');
    const owner = await ownerOf(c);
    const id = await transaction(ctx, async (tx) => {
      const made = await addExport(tx, owner, { ...wanted, request });
      if (made !== undefined) await enqueue(tx, NAME, { id: made });
      return made;
    });
    if (id === undefined) throw tooMany();
    return { status: 202, headers: { 'Content-Location': `${base}/_export/${id}`, ...NOT_KEPT } };
  };
  routes.get(
    '/$export',
    route((c) => kickOff(c, queryOf(c))),
  );
  routes.post(
    '/$export',
    route(async (c) => kickOff(c, [...queryOf(c), ...readParameters(await jsonOf(c))])),
  );
  routes.get(
    '/_export/:id',
    route(async (c) => statusOf(await asked(c), base)),
  );
  routes.delete(
    '/_export/:id',
    route(async (c) => {
      const { id, attempt } = await asked(c);
      await dropExport(c.get('ctx'), await ownerOf(c), id);
      if (attempt) await rm(exportFolder(app, attempt), { recursive: true, force: true });
      return { status: 202, headers: NOT_KEPT };
    }),
  );
  routes.get(
    '/_export/:id/:file',
    route(async (c) => {
      const found = await asked(c);
      const file = found.files.find(({ name }) => name === c.req.param('file'));
      if (found.state !== 'written' || !file) throw noSuchFile();
      return sendPart(c, app, found, file);
    }),
  );
}

const tooMany = (): FhirRefusal =>
  new FhirRefusal(
    429,
    'throttled',
    `At most ${MOST_AT_ONCE} exports at once, and ${MOST_KEPT} kept: wait for the end of one, or DELETE those that you have taken.`,
    { 'Retry-After': '60' },
  );

const noSuchFile = (): FhirRefusal =>
  new FhirRefusal(404, 'not-found', 'There is no such file: read the manifest of the export.');

async function asked(c: Context<Env>): Promise<Export> {
  const found = await exportOf(c.get('ctx'), await ownerOf(c), c.req.param('id') ?? '');
  if (found) return found;
  throw new FhirRefusal(
    404,
    'not-found',
    `There is no such export of yours: it was cancelled, or ended more than ${KEPT_HOURS} hours ago.`,
  );
}

async function jsonOf(c: Context<Env>): Promise<unknown> {
  const text = await bodyOf(c);
  try {
    return text === '' ? { resourceType: 'Parameters' } : JSON.parse(text);
  } catch {
    throw badSearch('The body is not JSON that can be read.');
  }
}

/** Where an export is: still 202, or its manifest. @throws FhirRefusal 500 for one that failed */
function statusOf(one: Export, base: string): Answer {
  if (one.state === 'failed')
    throw new FhirRefusal(500, 'exception', 'This export failed on our side: ask for it again.', NOT_KEPT);
  if (one.state !== 'written')
    return {
      status: 202,
      headers: { 'X-Progress': one.progress || 'waiting', 'Retry-After': COME_BACK, ...NOT_KEPT },
    };
  const files = (deleted: boolean) =>
    one.files
      .filter((file) => file.deleted === deleted)
      .map(({ type, name, count }) => ({ type, url: `${base}/_export/${one.id}/${name}`, count }));
  const manifest = {
    transactionTime: one.at.toISOString(),
    request: one.request,
    requiresAccessToken: true,
    output: files(false),
    deleted: files(true),
    error: [],
    extension: { publication: one.publication },
  };
  const expires = new Date(one.endedAt.getTime() + KEPT_HOURS * 3_600_000).toUTCString();
  return {
    status: 200,
    content: manifest,
    headers: { 'Content-Type': 'application/json', Expires: expires, ...NOT_KEPT },
  };
}
