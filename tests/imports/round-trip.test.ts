import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { extractOf } from '../../src/modules/directory/extracts/catalogue.js';
import { atOneState } from '../../src/modules/directory/extracts/snapshot.js';
import { writeChanges } from '../../src/modules/directory/extracts/write-changes.js';
import { currentPublication, exportExtract } from '../../src/modules/directory/index.js';
import { releaseImport } from '../../src/modules/registry/index.js';
import { one } from '../../src/platform/db/connection.js';
import { generateNation } from '../../src/sandbox/nation/index.js';
import { textsOf } from '../directory/extract-files.js';
import { useImports } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-aller-retour-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of a text, in one order, each once: files may say one thing twice. */
const sorted = (text: string): string[] => [...new Set(text.trimEnd().split('\n'))].sort();
const read = (path: string): string[] => sorted(readFileSync(path, 'utf8'));

/** Exports both extracts of people into a folder of their own. Out: the paths, by source. */
async function exported(world: ReturnType<typeof useImports>, name: string) {
  const to = join(folder, name);
  const plan = { folder: to, profile: 'V1', zipped: false } as const;
  const open = await exportExtract(world.ctx, { ...plan, service: 'PS_LibreAcces' });
  const psc = await exportExtract(world.ctx, { ...plan, service: 'Extraction_ProSanteConnect' });
  return {
    annuaire: open.files.map((file) => join(to, file.name)),
    psc: psc.files.map((file) => join(to, file.name)),
  };
}

/** What a load changed: nothing, if all goes well. */
async function changesOf(world: ReturnType<typeof useImports>, files: Awaited<ReturnType<typeof exported>>) {
  const changed: unknown[] = [];
  for (const source of ['annuaire', 'psc'] as const) {
    const outcome = await world.load(source, files[source]);
    changed.push(...outcome.files.filter((file) => file.rejected > 0));
    changed.push(...outcome.counts.filter(({ created, updated, closed }) => created + updated + closed > 0));
    if (outcome.state !== 'applied') changed.push(outcome.state);
  }
  return changed;
}

describe('the sample files', () => {
  const world = useImports();

  it('come out as they went in, and loading what came out changes nothing', async () => {
    const samples = join('tests', 'fixtures', 'files');
    const of = (start: RegExp) =>
      readdirSync(samples).flatMap((name) => (start.test(name) ? [join(samples, name)] : []));
    await world.load('annuaire', of(/^PS_LibreAcces/));
    await world.load('psc', of(/^Extraction_ProSanteConnect/));
    await world.test.settle();
    const files = await exported(world, 'samples');
    const [psc = ''] = of(/^Extraction_ProSanteConnect/);
    expect(read(files.psc[0] ?? '')).toEqual(read(psc));
    expect(await changesOf(world, files)).toEqual([]);
  });
});

const DAYS = 31;
const PEOPLE = 300;
const KINDS = ['personne-activite', 'savoir-faire', 'diplomes', 'prosanteconnect'] as const;

/** The lines of each text of an extract by person. */
type Held = Map<string, Map<string, string[]>>;

const kindOf = (name: string): string => /^[A-Za-z_]+?(?=_(Delta_|\d))/.exec(name)?.[0] ?? name;

function apply(held: Held, name: string, text: string): void {
  const [, ...lines] = text.trimEnd().split('\n');
  const people = held.get(kindOf(name)) ?? new Map<string, string[]>();
  held.set(kindOf(name), people);
  const told = Map.groupBy(lines, (line) => line.split('|')[2] ?? '');
  for (const [idNat, about] of told) {
    const kept = about.filter((line) => !line.endsWith('|S|'));
    if (kept.length === 0) people.delete(idNat);
    else
      people.set(
        idNat,
        kept.map((line) => line.replace(/[CM]\|$/, '')),
      );
  }
}

describe('thirty days of an invented population', () => {
  const world = useImports();
  const extract = extractOf('PS_LibreAcces');

  async function full(): Promise<Held> {
    const { files } = await exportExtract(world.ctx, {
      ...{ service: 'PS_LibreAcces', folder: join(folder, 'full'), profile: 'V1', zipped: false },
    });
    const held: Held = new Map();
    for (const { name } of files) {
      const [, ...lines] = readFileSync(join(folder, 'full', name), 'utf8')
        .trimEnd()
        .split('\n');
      held.set(
        kindOf(name),
        Map.groupBy(lines, (line) => line.split('|')[2] ?? ''),
      );
    }
    return held;
  }

  async function changes(since: number, held: Held): Promise<void> {
    if (!extract) throw new Error('no extract');
    const written = await atOneState(world.ctx, 'changes', (snapshot) =>
      writeChanges(extract, snapshot, since),
    );
    const zip = await written?.handle.readFile();
    await written?.handle.close();
    for (const [name, text] of await textsOf(zip ?? Buffer.alloc(0))) apply(held, name, text);
  }

  it('S4-32 S4-31 leave the same file by the changes of each day as at once, and as many people as the directory', async () => {
    const plan = { people: PEOPLE, seed: 11, days: DAYS, folder: join(folder, 'nation'), files: [...KINDS] };
    const files = generateNation(plan);
    const stamps = [...new Set(files.map((file) => /\d{12}/.exec(file.name)?.[0] ?? ''))].sort();
    let [held, since]: [Held | undefined, number] = [undefined, 0];
    for (const stamp of stamps) {
      const paths = files
        .filter((file) => file.name.includes(stamp))
        .map((file) => join(folder, 'nation', file.name));
      for (const source of ['annuaire', 'psc'] as const) {
        const own = paths.filter((path) => path.includes('ProSanteConnect') === (source === 'psc'));
        const outcome = await world.load(source, own);
        if (outcome.state === 'held') await releaseImport(world.ctx, world.url, outcome.id);
      }
      await world.test.settle();
      if (held) await changes(since, held);
      held ??= await full();
      since = (await currentPublication(world.ctx)).number;
    }
    const last = await full();
    for (const [kind, people] of last) {
      expect([...(held?.get(kind)?.keys() ?? [])].sort()).toEqual([...people.keys()].sort());
      for (const [idNat, lines] of people) expect(held?.get(kind)?.get(idNat)).toEqual(lines);
    }
    const count = await one(
      world.ctx.db,
      sql<{ n: number }>`select count(*)::int n from directory.entries where published and id_nat ~ '^[08]'`,
    );
    expect(last.get('PS_LibreAcces_Personne_activite')?.size).toBe(count?.n);
    const tail = files.filter((file) => file.name.includes(stamps.at(-1) ?? '-'));
    const lastSource = tail.find((file) => file.name.startsWith('PS_LibreAcces_Personne'));
    const written = [...(last.get('PS_LibreAcces_Personne_activite')?.values() ?? [])].flat();
    // People of ADELI stay when the file does not name them any more: nobody closes these numbers.
    const rpps = (lines: string[]) => lines.filter((line) => line.startsWith('8|'));
    expect(rpps([...new Set(written)].sort())).toEqual(
      rpps(read(join(folder, 'nation', lastSource?.name ?? ''))),
    );
    expect(await changesOf(world, await exported(world, 'again'))).toEqual([]);
  });
});
