import { ANY, type Breakdowns, CRITERIA, type Criterion, type Share, type Told } from './population.js';

/** How many people have these values, one per criterion or `*`. */
export interface Cell {
  readonly values: readonly string[];
  readonly people: number;
}

/** What may be told of those who have these values. */
export interface ToldCell {
  readonly asked: string;
  readonly people: number;
  readonly breakdowns: Breakdowns;
}

/** Nobody can be told apart in a group of five. */
const FEWEST = 5;

interface Judged extends Cell {
  hidden: boolean;
  /** The same cell with one criterion left open, for each criterion that it sets. */
  readonly parents: Judged[];
  readonly children: Map<Criterion, Judged[]>;
}

/**
 * Decides which counts may be told: none from 1 to 4, none that would give one of those away by subtraction from its
 * total, nothing finer than a hidden count. The rule of official statistics (secret statistique, loi n° 51-711), with
 * five as the smallest number. In: every count of every crossing. Out: the counts that may be told, each with its
 * breakdown by the criteria left open; what is hidden is in no value of it.
 */
export function hideSmall(cells: readonly Cell[]): ToldCell[] {
  const judged = relate(cells);
  const hidden = judged.filter((cell) => cell.people < FEWEST);
  const doubtful = new Set<Judged>();
  for (const cell of hidden) hide(cell, doubtful);
  for (const parent of doubtful) {
    doubtful.delete(parent);
    if (!parent.hidden) for (const children of parent.children.values()) protect(parent, children, doubtful);
  }
  return judged.filter((cell) => !cell.hidden).map(tell);
}

function relate(cells: readonly Cell[]): Judged[] {
  const byKey = new Map<string, Judged>();
  for (const { values, people } of cells)
    byKey.set(values.join('|'), { values, people, hidden: false, parents: [], children: new Map() });
  for (const cell of byKey.values()) {
    CRITERIA.forEach((name, i) => {
      if (cell.values[i] === ANY) return;
      const parent = byKey.get(cell.values.with(i, ANY).join('|'));
      if (!parent) throw new Error(`a crossing has no total: ${cell.values.join('|')}`);
      cell.parents.push(parent);
      const siblings = parent.children.get(name);
      if (siblings) siblings.push(cell);
      else parent.children.set(name, [cell]);
    });
  }
  return [...byKey.values()];
}

/** Hides a count and all that is finer; the totals it belongs to are then to be looked at. */
function hide(cell: Judged, doubtful: Set<Judged>): void {
  const waiting = [cell];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.hidden && next !== cell) continue;
    next.hidden = true;
    for (const parent of next.parents) doubtful.add(parent);
    for (const children of next.children.values()) waiting.push(...children);
  }
}

/** What is hidden in one breakdown must not follow from its total: at least two counts, five people together. */
function protect(parent: Judged, children: readonly Judged[], doubtful: Set<Judged>): void {
  const hidden = children.filter((child) => child.hidden);
  const shown = children.filter((child) => !child.hidden).sort((a, b) => b.people - a.people);
  let count = hidden.length;
  let people = hidden.reduce((sum, child) => sum + child.people, 0);
  while (count > 0 && (count < 2 || people < FEWEST)) {
    const smallest = shown.pop();
    hide(smallest ?? parent, doubtful);
    if (!smallest) return;
    count += 1;
    people += smallest.people;
  }
}

function tell({ values, people, children }: Judged): ToldCell {
  const breakdowns: { [K in Criterion]?: Share[] } = {};
  for (const [name, cells] of children) {
    const at = CRITERIA.indexOf(name);
    breakdowns[name] = cells.map((cell) => [cell.values[at] ?? '', told(cell)]);
  }
  return { asked: values.join('|'), people, breakdowns };
}

function told({ people, hidden }: Judged): Told {
  if (!hidden) return people;
  return people < FEWEST ? 'few' : 'masked';
}
