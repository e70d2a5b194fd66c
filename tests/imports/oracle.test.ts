import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  columnsOf,
  type FileKind,
  type Person,
  persons,
  releaseImport,
} from '../../src/modules/registry/index.js';
import { generateNation } from '../../src/sandbox/nation/index.js';
import type { Line } from './national-files.js';
import { useImports } from './world.js';

const DAYS = 30;
const PEOPLE = 600;
const KINDS = ['personne-activite', 'savoir-faire', 'diplomes'] as const;

const world = useImports();
const folder = mkdtempSync(join(tmpdir(), 'esculape-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
      text('exercise', l.profession, l.category, l.name, l.givenName, l.exerciseCivility),
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
      text('exercise', e.profession, e.category, e.name, e.givenName, e.civility),
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

it('thirty days of files leave exactly the people that a naive program keeps in memory', async () => {
  const files = generateNation({ people: PEOPLE, seed: 3, days: DAYS, folder, files: [...KINDS] });
  const stamps = set(files.map((file) => /\d{12}/.exec(file.name)?.[0] ?? ''));
  expect(stamps).toHaveLength(DAYS);
  const kept = new Map<FileKind, Map<string, Line[]>>(KINDS.map((kind) => [kind, new Map()]));
  const everybody = new Set<string>();
  for (const stamp of stamps) {
    const paths = files.filter((file) => file.name.includes(stamp)).map((file) => join(folder, file.name));
    const outcome = await world.load('annuaire', paths);
    if (outcome.state === 'held') await releaseImport(world.ctx, world.url, outcome.id);
    let [created, closed] = [0, 0];
    for (const path of paths) {
      const kind = KINDS.find((one) => path.toLowerCase().includes(one.slice(0, 4))) ?? 'diplomes';
      const [before, now] = [kept.get(kind) ?? new Map(), linesOf(path)];
      for (const id of before.keys()) {
        if (!now.has(id) && !id.startsWith('0')) before.delete(id);
        else continue;
        if (kind === 'personne-activite') closed += 1;
      }
      for (const [id, lines] of now) {
        if (kind === 'personne-activite' && !before.has(id)) created += 1;
        before.set(id, lines);
        everybody.add(id);
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
});
