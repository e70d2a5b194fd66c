import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exportExtract } from '../../src/modules/directory/index.js';
import {
  columnsOf,
  type FileKind,
  type ImportOutcome,
  type Person,
  persons,
  releaseImport,
} from '../../src/modules/registry/index.js';
import { generateNation } from '../../src/sandbox/nation/index.js';
import type { Line } from './national-files.js';
import { useImports } from './world.js';

const DAYS = 30;
const PEOPLE = 600;
const KINDS = ['prosanteconnect', 'personne-activite', 'savoir-faire', 'diplomes'] as const;

const world = useImports();
const folder = mkdtempSync(join(tmpdir(), 'esculape-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kindOf = (path: string) =>
  KINDS.find((kind) => basename(path).toLowerCase().includes(kind.slice(0, 4))) ?? 'diplomes';

/** The lines of a file by person, read in the simplest way. */
function linesOf(path: string): Map<string, Line[]> {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const known = columnsOf(header.split('|'));
  if ('problem' in known) throw new Error(known.problem);
  const read = lines.map((line): Line => {
    const cells = line.split('|');
    return Object.fromEntries(known.columns.flatMap((field, i) => (field ? [[field, cells[i] ?? '']] : [])));
  });
  return Map.groupBy(read, (line) => line.idNat ?? '');
}

const set = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
const text = (...values: (string | undefined)[]): string => values.map((one) => one ?? '').join('|');

/** What a person must be, from the last lines of each file. */
function expected(activities: readonly Line[], skills: readonly Line[], diplomas: readonly Line[]): string[] {
  const [guarantor = ''] = set(activities.map((line) => line.authorities?.split('/')[0] ?? ''));
  return set([
    text('id', guarantor),
    ...activities.flatMap((l) => [
      text('exercise', l.profession, l.category, l.name, l.givenName, l.exerciseCivility, l.civility),
      ...(l.mode || l.structure || l.sector || l.role
        ? [
            text(
              'activity',
              text(l.profession, l.category, l.mode, l.sector, l.pharmacistSection, l.genre),
              text(l.structure, l.role),
            ),
          ]
        : []),
    ]),
    ...skills.map((l) => text('skill', l.profession, l.category, l.skillType, l.skill)),
    ...diplomas.flatMap((l) => (l.diploma ? [text('diploma', l.diplomaType, l.diploma)] : [])),
    ...diplomas.flatMap((l) =>
      l.authorisationType ? [text('authorisation', l.authorisationType, l.discipline)] : [],
    ),
  ]);
}

/** The same words for a person as the register holds him. */
function held(person: Person | undefined): string[] {
  if (!person) return [];
  const [guarantor = ''] = set(person.exercises.map((one) => one.provenance.authority));
  return set([
    text('id', guarantor),
    ...person.exercises.flatMap((e) => [
      text('exercise', e.profession, e.category, e.name, e.givenName, e.civility, e.personCivility),
      ...e.activities.map((a) =>
        text(
          'activity',
          text(e.profession, e.category, a.mode, a.sector, a.pharmacistSection, a.genre),
          text(a.structure, a.role ?? a.function),
        ),
      ),
      ...e.skills.map((s) => text('skill', e.profession, e.category, s.type, s.code)),
    ]),
    ...person.diplomas.map((d) => text('diploma', d.type, d.code)),
    ...person.authorisations.map((a) => text('authorisation', a.type, a.discipline)),
  ]);
}

/** Loads the files of a day, first the open ones; whatever their changes. Out: what became of the open ones. */
async function loadDay(paths: readonly string[]): Promise<ImportOutcome> {
  const load = async (source: 'annuaire' | 'psc', files: readonly string[]) => {
    const outcome = await world.load(source, files);
    if (outcome.state === 'held') await releaseImport(world.ctx, world.url, outcome.id);
    return outcome;
  };
  const restricted = paths.filter((path) => kindOf(path) === 'prosanteconnect');
  const open = await load(
    'annuaire',
    paths.filter((path) => !restricted.includes(path)),
  );
  await load('psc', restricted);
  return open;
}

it('thirty days of files leave exactly the people that a naive program keeps in memory', async () => {
  const files = generateNation({ people: PEOPLE, seed: 3, days: DAYS, folder, files: [...KINDS] });
  const stamps = set(files.map((file) => /\d{12}/.exec(file.name)?.[0] ?? ''));
  expect(stamps).toHaveLength(DAYS);
  const kept = new Map<FileKind, Map<string, Line[]>>(KINDS.map((kind) => [kind, new Map()]));
  const everybody = new Set<string>();
  for (const stamp of stamps) {
    const paths = files.filter((file) => file.name.includes(stamp)).map((file) => join(folder, file.name));
    const outcome = await loadDay(paths);
    let [created, closed] = [0, 0];
    for (const path of paths) {
      const kind = kindOf(path);
      const [before, now] = [kept.get(kind) ?? new Map(), linesOf(path)];
      for (const id of before.keys()) {
        if (!now.has(id) && !id.startsWith('0')) before.delete(id);
        else continue;
        if (kind === 'personne-activite') closed += 1;
      }
      for (const [id, lines] of now) {
        if (kind === 'personne-activite' && !before.has(id)) created += 1;
        before.set(id, lines);
        if (kind === 'personne-activite') everybody.add(id);
      }
    }
    const of = (what: 'created' | 'closed') =>
      outcome.counts.reduce((sum, one) => sum + (one.file === 'personne-activite' ? one[what] : 0), 0);
    expect([of('created'), of('closed')]).toEqual([created, closed]);
  }
  const people = await persons(world.ctx, [...everybody]);
  const of = (kind: FileKind, id: string) => kept.get(kind)?.get(id) ?? [];
  const wrong = [...everybody].filter((id) => {
    const model = expected(of('personne-activite', id), of('savoir-faire', id), of('diplomes', id));
    return people.get(id)?.state === 'active' && model.join() !== held(people.get(id)).join();
  });
  expect(wrong.map((id) => [id, held(people.get(id))])).toEqual([]);
  const active = [...people.values()].filter((person) => person.state === 'active').map((one) => one.idNat);
  expect(set(active)).toEqual(set([...(kept.get('personne-activite')?.keys() ?? [])]));
  await published(kept);
});

/** Two lines that say the same are one; a diploma belongs to no exercise, so that either name may stand by it. */
const toldBy = (kind: FileKind, lines: readonly Line[]): string[] =>
  set(
    lines.map((line) => {
      const { name, givenName, ...rest } = line;
      return JSON.stringify(kind === 'diplomes' ? rest : line);
    }),
  );

/** Sees that the files that the directory publishes say, cell by cell, what it was told last. */
async function published(kept: ReadonlyMap<FileKind, ReadonlyMap<string, Line[]>>): Promise<void> {
  await world.test.settle();
  const out = join(folder, 'published');
  for (const service of ['PS_LibreAcces', 'Extraction_ProSanteConnect'])
    await exportExtract(world.ctx, { service, folder: out, profile: 'V1', zipped: false });
  expect(set(readdirSync(out).map(kindOf))).toEqual(set(KINDS));
  for (const name of readdirSync(out)) {
    const kind = kindOf(name);
    const [said, told] = [kept.get(kind) ?? new Map<string, Line[]>(), linesOf(join(out, name))];
    expect(set([...told.keys()]), name).toEqual(set([...said.keys()]));
    for (const [id, lines] of said) expect(toldBy(kind, told.get(id) ?? []), id).toEqual(toldBy(kind, lines));
  }
}
