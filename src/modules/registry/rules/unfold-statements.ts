import { isDeepStrictEqual } from 'node:util';
import type { FileKind } from '../files/index.js';
import type { PartRow } from '../part.js';
import type { Statement } from '../statement.js';
import { unfoldCivil } from './unfold-civil.js';
import { linesOf, type SaidPart, unfoldExercises } from './unfold-lines.js';
import { unfoldSkills, unfoldTitles } from './unfold-titles.js';

/** A part that files say, from an instant to another. */
type Held = SaidPart & { readonly validFrom: Date; validTo: Date | null };

/**
 * The parts that national files say of one person, all that was ever true included: rows like those that authorities
 * write. In: the person's key, every statement about the number. A part that several states of a file repeat is one row.
 */
export function unfoldStatements(personId: number, statements: readonly Statement[]): PartRow[] {
  const [only] = statements;
  // One state of one file is what most people have in a first load.
  if (statements.length === 1 && only && only.until === null) {
    const parts =
      only.file === 'personne-activite'
        ? unfoldExercises(only.file, linesOf(only.content), only.withSkills)
        : saidAt(statements, only.since);
    return parts.map((part) => rowOf(personId, part, only.since, null));
  }
  return spans(statements).map((held) => rowOf(personId, held, held.validFrom, held.validTo));
}

function rowOf(personId: number, part: SaidPart, validFrom: Date, validTo: Date | null): PartRow {
  const { kind, key, value, authority, file } = part;
  const [recordedAt, act] = [validTo ?? validFrom, ACTS[file]];
  return { personId, kind, key, value, validFrom, validTo, authority, act, recordedAt, supersededAt: null };
}

const ACTS: Readonly<Record<FileKind, string>> = {
  'personne-activite': 'import personne-activite',
  'savoir-faire': 'import savoir-faire',
  diplomes: 'import diplomes',
  prosanteconnect: 'import prosanteconnect',
};

function spans(statements: readonly Statement[]): Held[] {
  const done: Held[] = [];
  let open = new Map<string, Held>();
  for (const at of instantsOf(statements)) {
    const now = new Map<string, Held>();
    for (const part of saidAt(statements, at)) {
      const slot = `${part.kind} ${part.key}`;
      const before = open.get(slot);
      const goesOn = before && before.authority === part.authority && sameValue(before, part);
      now.set(slot, goesOn ? before : { ...part, validFrom: at, validTo: null });
    }
    for (const [slot, held] of open) {
      if (now.get(slot) === held) continue;
      held.validTo = at;
      done.push(held);
    }
    open = now;
  }
  return [...done, ...open.values()];
}

const instantsOf = (statements: readonly Statement[]): Date[] =>
  [...new Set(statements.flatMap(({ since, until }) => [since.getTime(), until?.getTime() ?? []].flat()))]
    .sort((a, b) => a - b)
    .map((time) => new Date(time));

// The day of a certification that is only asked for is the day on which the status was first read.
function sameValue(before: SaidPart, now: SaidPart): boolean {
  if (now.kind !== 'civil-status') return isDeepStrictEqual(before.value, now.value);
  const bare = (part: SaidPart) => ({ ...(part.value as object), certification: undefined });
  return isDeepStrictEqual(bare(before), bare(now));
}

function saidAt(statements: readonly Statement[], at: Date): SaidPart[] {
  const of = (file: FileKind) =>
    statements.find((one) => one.file === file && one.since <= at && (one.until === null || one.until > at));
  const [activities, extraction] = [of('personne-activite'), of('prosanteconnect')];
  const lines = linesOf(extraction?.content ?? '');
  const civil = extraction ? unfoldCivil(lines, at.toISOString().slice(0, 10)) : [];
  // The open directory answers for whom it names; the extraction for the others only.
  if (!activities) return [...unfoldExercises('prosanteconnect', lines, true), ...civil];
  const [skills, titles] = [of('savoir-faire'), of('diplomes')];
  const own = unfoldExercises(
    'personne-activite',
    linesOf(activities.content),
    activities.withSkills && !skills,
  );
  const exercises = own.filter(({ kind }) => kind === 'exercise');
  return [
    ...own,
    ...(skills ? unfoldSkills(skills.content, exercises) : []),
    ...(titles ? unfoldTitles(titles.content, exercises) : []),
    ...civil,
  ];
}
