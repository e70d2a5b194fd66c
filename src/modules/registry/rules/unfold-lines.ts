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

/** Of what the lines tell, the text that comes first; '' when none tells anything. */
function leastOf(lines: readonly Cells[], tell: (cells: Cells) => string): string {
  let found = '';
  for (const cells of lines) {
    const text = tell(cells);
    if (text !== '' && (found === '' || text < found)) found = text;
  }
  return found;
}

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
  const parts: SaidPart[] = [];
  // A person has few parts: to look through them takes less than to name them.
  const isNew = (kind: PartKind, key: string) =>
    !parts.some((part) => part.kind === kind && part.key === key);
  for (const group of groupsOf(at, lines)) {
    const authority = authorityAmong(at, group);
    const home = homeKey(at, group, authority);
    if (home === undefined) continue;
    if (isNew('exercise', home))
      parts.push({ kind: 'exercise', key: home, value: exerciseOf(file, group), authority, file });
    for (const cells of group) {
      const named = shortNameOf(at, cells);
      if (named !== undefined) {
        const [own, key] = [`i${named}`, `${home}/i${named}`];
        if (isNew('activity', key))
          parts.push({ kind: 'activity', key, value: activityOf(at, cells, own), authority, file });
      }
      const [type, code] = [cells[at.skillType], cells[at.skill]];
      if (!skills || !type || !code) continue;
      const key = `${home}/${type}-${code}`;
      if (isNew('skill', key)) parts.push({ kind: 'skill', key, value: { type, code }, authority, file });
    }
  }
  return parts;
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
  leastOf(lines, (cells) => firstOf(cells[at.authorities] ?? '')) || PUBLISHER;

const firstOf = (authorities: string): string => {
  const end = authorities.indexOf('/');
  return end < 0 ? authorities : authorities.slice(0, end);
};

function exerciseOf(file: FileKind, group: readonly Cells[]) {
  const at = COLUMNS[file];
  const [first = []] = group;
  const told = (column: number) => leastOf(group, (cells) => cells[column] ?? '');
  const [profession = '', category = ''] = [first[at.profession], first[at.category]];
  const civility = told(at.exerciseCivility);
  const names = { name: told(at.name), givenName: told(at.givenName) };
  // The extraction tells it with the civil status, which only those in charge may see.
  const personCivility = file === 'personne-activite' ? told(at.civility) : '';
  return {
    ...{ profession, category },
    ...(civility !== '' && { civility }),
    ...names,
    ...(personCivility !== '' && { personCivility }),
  };
}

/** The structure that a line names: its technical id, or the one that its FINESS or SIRET number gives. */
function structureOf(at: Columns, cells: Cells): string {
  const [finess, siret] = [cells[at.finess], cells[at.siret]];
  return cells[at.structure] || (finess && `F${finess}`) || (siret && `C${siret}`) || '';
}

/** After the structure. */
const HOW = ['finess', 'siret', 'mode', 'sector', 'pharmacistSection', 'role', 'genre'] as const;

/** Only bars: no cell tells anything. */
const NOTHING = '|'.repeat(HOW.length);

// The file gives an activity no number: what makes it that activity is where and how, not its phone.
function shortNameOf(at: Columns, cells: Cells): string | undefined {
  let text = cells[at.structure] ?? '';
  for (const field of HOW) text += `|${cells[at[field]] ?? ''}`;
  return text === NOTHING ? undefined : shortName(text);
}

const PLAIN = ['mode', 'genre', 'sector', 'pharmacistSection'] as const;

function activityOf(at: Columns, cells: Cells, key: string) {
  const role = cells[at.role] ?? '';
  const isFunction = role.startsWith('FON-');
  const activity: Record<string, string> = { key };
  for (const field of PLAIN) {
    const cell = cells[at[field]];
    if (cell) activity[field] = cell;
  }
  if (role !== '') activity[isFunction ? 'function' : 'role'] = role;
  const structure = structureOf(at, cells);
  if (structure !== '') activity.structure = structure;
  return activity;
}
