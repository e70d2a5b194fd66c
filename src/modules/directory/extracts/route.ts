import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { callerAddress, type Env } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import { currentPublication } from '../publications/current-publication.js';
import { publicationBefore } from '../publications/publication-before.js';
import type { ByteRange } from './byte-range.js';
import { EXTRACTS, extractOf } from './catalogue.js';
import { describe } from './describe.js';
import { errors } from './errors.js';
import type { Extract } from './extract.js';
import { freshRuns } from './fresh-run.js';
import { letIn } from './let-in.js';
import { EXTRACTION_PATH } from './paths.js';
import { readSince } from './read-since.js';
import { runFolder } from './run-extracts.js';
import { sendFile } from './send-file.js';
import { atOneState } from './snapshot.js';
import { type ExtractRun, hasTaken, rememberTaken } from './store.js';
import { writeChanges } from './write-changes.js';

type C = Context<Env>;

const ACT = 'directory.restricted-extract';

/** The single table of before 2019. */
const SUPERSEDED = 'ExtractionMonoTable_CAT18_ToutePopulation';

/** Files of changes are made when asked for: so many for one address in a minute. */
const CHANGES_EACH_MINUTE = 20;
const CHANGES_AT_ONCE = 3;

/**
 * The extracts, to be mounted at `/annuaire-sante-webservices/V300/services/extraction`: the index, the newest file of
 * each service code, its description, its changes since a publication.
 */
export function extractsDoor(app: App): Hono<Env> {
  const fresh = freshRuns(app.ctx);
  return new Hono<Env>()
    .get('/', async (c) => c.json(index(app, await fresh())))
    .get(`/${SUPERSEDED}`, () => {
      throw errors.superseded();
    })
    .get('/:code', async (c) => newest(c, fresh))
    .get('/:code/datapackage.json', async (c) => {
      const extract = extractAsked(c);
      return c.json(describe(extract, addressOf(app, extract), await fresh()));
    })
    .get('/:code/delta', oneOfFew(changes));
}

const addressOf = (app: App, { code }: Extract): string => `${app.config.origin}${EXTRACTION_PATH}/${code}`;

function index(app: App, run: ExtractRun | undefined) {
  return {
    publication: run?.publication ?? null,
    at: run?.at ?? null,
    extractions: EXTRACTS.map((extract) => {
      const file = run?.files.find(({ service }) => service === extract.code);
      return {
        code: extract.code,
        title: extract.title,
        access: extract.access,
        address: addressOf(app, extract),
        description: `${addressOf(app, extract)}/datapackage.json`,
        ...(extract.fillChanges && { delta: `${addressOf(app, extract)}/delta?depuis={publication}` }),
        ...(file && { name: file.name, bytes: file.bytes, sha256: file.sha256, texts: file.texts }),
      };
    }),
  };
}

function extractAsked(c: C): Extract {
  const extract = extractOf(c.req.param('code') ?? '');
  if (!extract) throw errors.unknownService();
  return extract;
}

async function newest(c: C, fresh: () => Promise<ExtractRun | undefined>): Promise<Response> {
  const extract = extractAsked(c);
  const reader = extract.access === 'restricted' ? await letIn(c, ACT, extract.code) : undefined;
  const run = await fresh();
  const file = run?.files.find(({ service }) => service === extract.code);
  if (!run || !file) throw errors.notYet();
  const ctx = c.get('ctx');
  const taken = reader === undefined ? undefined : { reader, service: extract.code, run: run.id };
  // As the national service does; who goes on with an interrupted download has not got it yet.
  if (taken && c.req.header('range') === undefined && (await hasTaken(ctx, taken)))
    throw errors.nothingNew(3600);
  const path = join(runFolder(ctx, run.id), file.name);
  return sendFile(c, {
    file,
    open: (part) => createReadStream(path, { ...part, highWaterMark: 1 << 18 }),
    at: run.at,
    publication: run.publication,
    ...(taken && { onWhole: () => rememberTaken(ctx, taken) }),
  });
}

/** Connections and disk are for everybody: whoever comes while so many are served comes back. */
function oneOfFew(answer: (c: C) => Promise<Response>): (c: C) => Promise<Response> {
  let underWay = 0;
  return async (c) => {
    if (underWay >= CHANGES_AT_ONCE) throw errors.busy(5);
    underWay += 1;
    return answer(c).finally(() => {
      underWay -= 1;
    });
  };
}

async function changes(c: C): Promise<Response> {
  const extract = extractAsked(c);
  if (extract.access === 'restricted') await letIn(c, ACT, extract.code);
  const ctx = c.get('ctx');
  const { number } = await currentPublication(ctx);
  const asked = readSince(c.req.query('depuis') ?? '');
  if (!asked) throw errors.badSince(number);
  const since = 'at' in asked ? await publicationBefore(ctx, asked.at) : asked.publication;
  if (since > number) throw errors.badSince(number);
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'ESCULAPE-Publication': String(number) });
  await limit(ctx, `extract-changes:${callerAddress(c)}`, CHANGES_EACH_MINUTE, 60);
  return atOneState(ctx, 'changes', async (snapshot) => {
    const written = await writeChanges(extract, snapshot, since);
    if (!written) throw errors.noChanges();
    const { file, handle } = written;
    const { at, number: publication } = snapshot.publication;
    let sent = false;
    const open = (part: ByteRange) => {
      sent = true;
      return handle.createReadStream(part);
    };
    try {
      return sendFile(c, { file, at, publication, open });
    } finally {
      if (!sent) await handle.close();
    }
  });
}
