import type { FileKind } from '../files/index.js';
import { KEPT_FIELDS, type Kept } from '../imports/rules/kept-fields.js';
import type { Part, PartKind } from '../part.js';
import { shortName } from './short-name.js';

/** A part, who guarantees it, and the file that says it. */
export type SaidPart = Part & { readonly authority: string; readonly file: FileKind };

type Cells = readonly string[];

/** Who guarantees what a file says without naming the authority: those who publish it. */
export const PUBLISHER = 'ANS';

type CellReader = (cells: Cells, field: Kept) => string;

/** Where the cell of each field stands in the lines of a file; beyond the end of every line for a field that it lacks. */
type Columns = Readonly<Record<Kept, number>>;

const FIELDS = [...new Set(Object.values(KEPT_FIELDS).flat())];

// All files have the same fields in the same order here: reading a column is then one look in memory.
const COLUMNS = Object.fromEntries(
  Object.entries(KEPT_FIELDS).map(([kind, fields]) => [
    kind,
    Object.fromEntries(
      FIELDS.map((field) => [field, fields.includes(field) ? fields.indexOf(field) : FIELDS.length]),
    ),
  ]),
) as Record<FileKind, Columns>;

/** What reads a cell of the lines of a file by the name of its field; '' for a field that the file lacks. */
export function cellReader(file: FileKind): CellReader {
  const at = COLUMNS[file];
  return (cells, field) => cells[at[field]] ?? '';
}

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
  const at = COLUMNS[file];
  const parts = new Map<string, SaidPart>();
  const add = (kind: PartKind, key: string, value: unknown, authority: string) => {
    const slot = `${kind} ${key}`;
    if (!parts.has(slot)) parts.set(slot, { kind, key, value, authority, file });
  };
  for (const group of groupsOf(at, lines)) {
    const authority = authorityAmong(at, group);
    const home = homeKey(at, group, authority);
    if (home === undefined) continue;
    add('exercise', home, exerciseOf(at, group), authority);
    for (const cells of group) {
      const named = shortNameOf(at, cells);
      if (named !== undefined) {
        const key = `i${named}`;
        add('activity', `${home}/${key}`, activityOf(at, cells, key), authority);
      }
      const [type, code] = [cells[at.skillType], cells[at.skill]];
      if (skills && type && code) add('skill', `${home}/${type}-${code}`, { type, code }, authority);
    }
  }
  return [...parts.values()];
}

/** The lines of each exercise. Nearly everybody has one line. */
const groupsOf = (at: Columns, lines: readonly Cells[]): Iterable<readonly Cells[]> =>
  lines.length === 1 ? [lines] : Map.groupBy(lines, (cells) => homeOf(at, cells)).values();

const homeOf = (at: Columns, cells: Cells): string =>
  `${cells[at.profession] ?? ''}-${cells[at.category] ?? ''}`;

function homeKey(at: Columns, [first = []]: readonly Cells[], authority: string): string | undefined {
  return first[at.profession] && first[at.category] ? `${authority}/${homeOf(at, first)}` : undefined;
}

/** Of the authorities that the lines name first, the one whose code comes first. */
export const authorityOf = (file: FileKind, lines: readonly Cells[]): string =>
  authorityAmong(COLUMNS[file], lines);

const authorityAmong = (at: Columns, lines: readonly Cells[]): string =>
  least(lines.map((cells) => firstOf(cells[at.authorities] ?? ''))) || PUBLISHER;

const firstOf = (authorities: string): string => {
  const end = authorities.indexOf('/');
  return end < 0 ? authorities : authorities.slice(0, end);
};

function exerciseOf(at: Columns, group: readonly Cells[]) {
  const [first = []] = group;
  const leastOf = (column: number) => least(group.map((cells) => cells[column] ?? ''));
  const [profession = '', category = ''] = [first[at.profession], first[at.category]];
  const civility = leastOf(at.exerciseCivility);
  const names = { name: leastOf(at.name), givenName: leastOf(at.givenName) };
  return civility === '' ? { profession, category, ...names } : { profession, category, civility, ...names };
}

/** The structure that a line names: its technical id, or the one that its FINESS or SIRET number gives. */
function structureOf(at: Columns, cells: Cells): string {
  const [finess, siret] = [cells[at.finess], cells[at.siret]];
  return cells[at.structure] || (finess && `F${finess}`) || (siret && `C${siret}`) || '';
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

/** Only bars: no cell tells anything. */
const NOTHING = '|'.repeat(WHERE_AND_HOW.length - 1);

// The file gives an activity no number: what makes it that activity is where and how, not its phone.
function shortNameOf(at: Columns, cells: Cells): string | undefined {
  const text = WHERE_AND_HOW.map((field) => cells[at[field]] ?? '').join('|');
  return text === NOTHING ? undefined : shortName(text);
}

function activityOf(at: Columns, cells: Cells, key: string) {
  const role = cells[at.role] ?? '';
  const isFunction = role.startsWith('FON-');
  return {
    key,
    ...said({
      mode: cells[at.mode] ?? '',
      genre: cells[at.genre] ?? '',
      sector: cells[at.sector] ?? '',
      pharmacistSection: cells[at.pharmacistSection] ?? '',
      function: isFunction ? role : '',
      role: isFunction ? '' : role,
      structure: structureOf(at, cells),
    }),
  };
}
