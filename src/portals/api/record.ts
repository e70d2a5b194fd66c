import {
  authoritiesErrors,
  type MemberRecord,
  type Phone,
  parseMobile,
} from '../../modules/authorities/index.js';
import {
  createPractice,
  structureByFiness,
  structureBySiret,
  structuresById,
} from '../../modules/structures/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import type { FieldProblem } from '../../platform/errors.js';
import type { RecordDocument, StructureReference } from './schema.js';

/** Ids of structures. */
type Places = ReadonlySet<string>;

/** State of TRE_R31 in which the register asks for the certification: what is said when an authority says nothing. */
const ASKED = 'DI';

/**
 * The record that a document of the API stands for: structures found or opened, mobile read, certification said.
 * `known` names structures that need not be looked for. Throws `authorities.invalid-record` with each structure or mobile that is not known.
 */
export async function toRecord(
  ctx: Ctx,
  document: RecordDocument,
  authority: string,
  known: Places = new Set(),
): Promise<MemberRecord> {
  const problems: FieldProblem[] = [];
  const places = await findPlaces(ctx, document, known, problems);
  const mobile = readMobile(document, authority, problems);
  if (problems.length > 0) throw authoritiesErrors.invalidRecord(problems);
  const { mobile: _, ...reached } = document.correspondence;
  const { certification, ...traits } = document.civilStatus;
  const record = {
    ...document,
    civilStatus: {
      ...traits,
      certification: certification ?? { state: ASKED, at: today(ctx.clock), source: authority },
    },
    exercises: document.exercises.map((exercise, i) => ({
      ...exercise,
      activities: exercise.activities.map((activity, j) => {
        const { structure: _, ...own } = activity;
        const id = places.get(`${i}/${j}`);
        return { ...own, ...(id !== undefined && { structure: id }) };
      }),
    })),
    correspondence: { ...reached, ...(mobile && { mobile }) },
  };
  // Zod writes an optional field as `T | undefined`; JSON never holds the second.
  return record as MemberRecord;
}

/** The document by which the API shows a record; `toRecord` reads it back to the same record. */
export function toDocument(record: MemberRecord): RecordDocument {
  return {
    ...record,
    exercises: record.exercises.map((exercise) => ({
      ...exercise,
      activities: exercise.activities.map(({ structure, ...own }) => ({
        ...own,
        ...(structure !== undefined && { structure: { id: structure } }),
      })),
    })),
  } as RecordDocument;
}

/** The structures where a record has somebody work: a change need not look for them again. */
export const placesOf = ({ exercises }: MemberRecord): Places =>
  new Set(exercises.flatMap(({ activities }) => activities.flatMap(({ structure }) => structure ?? [])));

function readMobile(
  document: RecordDocument,
  authority: string,
  problems: FieldProblem[],
): Phone | undefined {
  const { mobile } = document.correspondence;
  if (mobile === undefined) return undefined;
  const typed = typeof mobile === 'string' ? mobile : mobile.original;
  const read = parseMobile(typed, typeof mobile === 'string' ? authority : mobile.source);
  if (!read)
    problems.push({
      field: 'correspondence/mobile',
      code: 'mobile-wrong',
      message: 'Ce numéro de mobile n’est pas lisible. Exemple : 06 39 98 00 00.',
    });
  return read;
}

async function findPlaces(
  ctx: Ctx,
  document: RecordDocument,
  known: Places,
  problems: FieldProblem[],
): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const [i, exercise] of document.exercises.entries()) {
    for (const [j, activity] of exercise.activities.entries()) {
      if (!activity.structure) continue;
      const id = await findPlace(ctx, activity.structure, known);
      if (id) places.set(`${i}/${j}`, id);
      else
        problems.push({
          field: `exercises/${i}/activities/${j}/structure`,
          code: 'unknown-structure',
          message: 'Cette structure est inconnue.',
        });
    }
  }
  return places;
}

async function findPlace(
  ctx: Ctx,
  reference: StructureReference,
  known: Places,
): Promise<string | undefined> {
  if ('id' in reference && known.has(reference.id)) return reference.id;
  if ('finess' in reference) return (await structureByFiness(ctx, reference.finess))?.id;
  if ('siret' in reference) return (await structureBySiret(ctx, reference.siret))?.id;
  if ('id' in reference) return (await structuresById(ctx, [reference.id])).get(reference.id)?.id;
  const practice = JSON.parse(JSON.stringify(reference.practice)) as Parameters<typeof createPractice>[1];
  return (await createPractice(ctx, practice)).id;
}
