import type { FileKind } from '../files/index.js';
import { KEPT_FIELDS, type Kept } from '../imports/rules/kept-fields.js';
import type { Part } from '../part.js';
import { shortName } from './short-name.js';

/** A part, who guarantees it, and the file that says it. */
export type SaidPart = Part & { readonly authority: string; readonly file: FileKind };

/** The exercise that a line belongs to. */
interface Home {
  readonly key: string;
  readonly authority: string;
}

type Cells = readonly string[];

/** Who guarantees what a file says without naming the authority: those who publish it. */
export const PUBLISHER = 'ANS';

type CellReader = (cells: Cells, field: Kept) => string;

const READERS = Object.fromEntries(
  Object.entries(KEPT_FIELDS).map(([kind, fields]): [string, CellReader] => {
    const places = new Map<Kept, number>(fields.map((field, i) => [field, i]));
    return [kind, (cells, field) => cells[places.get(field) ?? -1] ?? ''];
  }),
) as Record<FileKind, CellReader>;

/** What reads a cell of the lines of a file by the name of its field; '' for a field that the file lacks. */
export const cellReader = (file: FileKind): CellReader => READERS[file];

/** The lines of a statement, cut into cells. */
export const linesOf = (content: string): Cells[] =>
  content === '' ? [] : content.split('\n').map((line) => line.split('|'));

const least = (texts: readonly string[]): string =>
  texts.length === 1
    ? (texts[0] ?? '')
    : texts.reduce((a, b) => (b === '' || (a !== '' && a < b) ? a : b), '');

/** An object without what is ''. */
export function said<T extends Record<string, unknown>>(values: T): Partial<T> {
  const told: Partial<T> = {};
  for (const name in values) if (values[name] !== '') told[name] = values[name];
  return told;
}

/**
 * The exercises of some lines and, with `skills`, the savoir-faire told there; keyed as those of an authority are, so
 * that an authority which registers the person later takes them over. In: the file, its lines. Out: parts, each once.
 */
export function unfoldExercises(file: FileKind, lines: readonly Cells[], skills: boolean): SaidPart[] {
  const of = cellReader(file);
  const parts = new Map<string, SaidPart>();
  const add = (part: Part, authority: string) => {
    const slot = `${part.kind} ${part.key}`;
    if (!parts.has(slot)) parts.set(slot, { ...part, authority, file });
  };
  for (const group of Map.groupBy(lines, (cells) => homeOf(file, cells)).values()) {
    const home = homeKey(file, group);
    if (!home) continue;
    add({ kind: 'exercise', key: home.key, value: exerciseOf(file, group) }, home.authority);
    for (const cells of group) {
      const activity = activityOf(file, cells);
      if (activity)
        add({ kind: 'activity', key: `${home.key}/${activity.key}`, value: activity }, home.authority);
      const skill = { type: of(cells, 'skillType'), code: of(cells, 'skill') };
      if (skills && skill.type && skill.code)
        add({ kind: 'skill', key: `${home.key}/${skill.type}-${skill.code}`, value: skill }, home.authority);
    }
  }
  return [...parts.values()];
}

function homeOf(file: FileKind, cells: Cells): string {
  const of = cellReader(file);
  return `${of(cells, 'profession')}-${of(cells, 'category')}`;
}

function homeKey(file: FileKind, group: readonly Cells[]): Home | undefined {
  const of = cellReader(file);
  const [first = []] = group;
  const authority = authorityOf(file, group);
  if (!of(first, 'profession') || !of(first, 'category')) return undefined;
  return { key: `${authority}/${homeOf(file, first)}`, authority };
}

/** Of the authorities that the lines name first, the one whose code comes first. */
export function authorityOf(file: FileKind, lines: readonly Cells[]): string {
  const of = cellReader(file);
  return least(lines.map((cells) => of(cells, 'authorities').split('/')[0] ?? '')) || PUBLISHER;
}

function exerciseOf(file: FileKind, group: readonly Cells[]) {
  const of = cellReader(file);
  const [first = []] = group;
  const leastOf = (field: Kept) => least(group.map((cells) => of(cells, field)));
  return {
    profession: of(first, 'profession'),
    category: of(first, 'category'),
    ...said({ civility: leastOf('exerciseCivility') }),
    name: leastOf('name'),
    givenName: leastOf('givenName'),
  };
}

const WHERE_AND_HOW = [
  'structure',
  'finess',
  'siret',
  'mode',
  'sector',
  'pharmacistSection',
  'role',
  'genre',
] as const;

/** The structure that a line names: its technical id, or the one that its FINESS or SIRET number gives. */
export function structureOf(file: FileKind, cells: Cells): string {
  const of = cellReader(file);
  const [finess, siret] = [of(cells, 'finess'), of(cells, 'siret')];
  return of(cells, 'structure') || (finess && `F${finess}`) || (siret && `C${siret}`);
}

// The file gives an activity no number: what makes it that activity is where and how, not its phone.
function activityOf(file: FileKind, cells: Cells) {
  const of = cellReader(file);
  const values = WHERE_AND_HOW.map((field) => of(cells, field));
  if (values.every((value) => value === '')) return undefined;
  const role = of(cells, 'role');
  return {
    key: `i${shortName(values.join('|'))}`,
    ...said({
      mode: of(cells, 'mode'),
      genre: of(cells, 'genre'),
      sector: of(cells, 'sector'),
      pharmacistSection: of(cells, 'pharmacistSection'),
      function: role.startsWith('FON-') ? role : '',
      role: role.startsWith('FON-') ? '' : role,
      structure: structureOf(file, cells),
    }),
  };
}
