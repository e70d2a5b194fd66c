import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Kind, Resource } from '../parameters.js';
import { readCriterion } from '../search/read-criterion.js';
import { shaped } from '../search/result.js';
import { BY_ID, type Run } from '../search/run.js';
import type { ExportFile, Wanted } from './store.js';

/** Lines read at first; later ones come by the thousand. */
const FIRST = 250;

/** Where to write, and what to say of it: `goOn` is told of the lines written, and throws when nobody wants them any more. */
export interface Writing {
  readonly folder: string;
  goOn(kind: Kind, lines: number): Promise<void>;
}

/**
 * Writes the resources of a kind, one a line, compressed; what no longer holds is told apart as deletions when only
 * changes are asked for (Bulk Data Access IG: it is in no other file then). Out: the files that hold something.
 */
export async function writeKind(
  run: Run,
  kind: Kind,
  wanted: Wanted,
  writing: Writing,
): Promise<ExportFile[]> {
  const gone: string[] = [];
  const elements = elementsOf(kind, wanted.elements);
  const told = (resource: Resource) => shaped(resource, { elements, summary: 'false' });
  async function* lines(): AsyncGenerator<string[]> {
    let written = 0;
    for await (const some of resources(run, kind, wanted.since)) {
      const kept = wanted.since ? some.filter((one) => !isEnded(one)) : some;
      if (wanted.since) gone.push(...some.filter(isEnded).map(({ id }) => `${kind}/${id}`));
      written += kept.length;
      await writing.goOn(kind, written);
      yield kept.map((one) => JSON.stringify(told(one)));
    }
  }
  const files = [await writeLines(join(writing.folder, `${kind}.ndjson`), lines())];
  if (gone.length > 0)
    files.push(await writeLines(join(writing.folder, `${kind}.deleted.ndjson`), [bundlesOf(gone)]));
  return files.flatMap((file, rank) =>
    file.count === 0
      ? []
      : [
          {
            ...file,
            name: rank === 0 ? `${kind}.ndjson` : `${kind}.deleted.ndjson`,
            type: rank === 0 ? kind : 'Bundle',
            deleted: rank > 0,
          },
        ],
  );
}

async function* resources(run: Run, kind: Kind, since: Date | undefined): AsyncGenerator<Resource[]> {
  const now = run.ctx.clock.now().getTime();
  const criteria = since ? [readCriterion(kind, '_lastUpdated', `gt${since.toISOString()}`, now)] : [];
  for await (const some of run.walk(run, kind, criteria, { sort: BY_ID, size: FIRST }))
    yield some.map(({ resource }) => resource);
}

const isEnded = (resource: Resource): boolean =>
  resource.resourceType === 'Device' ? resource.status === 'inactive' : resource.active === false;

/** The elements asked of a kind: `name`, or `Practitioner.name` for one kind alone; undefined for all. */
function elementsOf(kind: Kind, asked: readonly string[] | undefined): readonly string[] | undefined {
  const own = (asked ?? []).flatMap((one) => {
    const [element = '', of] = one.split('.').reverse();
    return of === undefined || of === kind ? [element] : [];
  });
  return own.length === 0 ? undefined : own;
}

const DELETIONS = 100;

function bundlesOf(gone: readonly string[]): string[] {
  const bundles: string[] = [];
  for (let at = 0; at < gone.length; at += DELETIONS) {
    const entry = gone.slice(at, at + DELETIONS).map((url) => ({ request: { method: 'DELETE', url } }));
    bundles.push(JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
  }
  return bundles;
}

/** Writes lines some at a time. Out: how many, the size and the digest of the compressed file, which is gone when empty. */
async function writeLines(path: string, lines: AsyncIterable<string[]> | Iterable<string[]>) {
  let count = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const some of lines) {
      count += some.length;
      if (some.length > 0) yield `${some.join('\n')}\n`;
    }
  }
  const file = createWriteStream(`${path}.gz`, { mode: 0o600, flush: true });
  await pipeline(Readable.from(text(), { objectMode: true }), createGzip({ level: 4 }), file);
  if (count === 0) await rm(`${path}.gz`);
  return count === 0 ? { count, bytes: 0, sha256: '' } : { count, ...(await measured(`${path}.gz`)) };
}

async function measured(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
