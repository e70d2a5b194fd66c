import { sql } from 'kysely';
import { entries } from '../../modules/directory/index.js';
import {
  type DmpMatrix,
  type DocumentType,
  dmpAccess,
  dmpMatrix,
  dmpReaders,
  documentType,
  documentTypes,
  type UsageRow,
} from '../../modules/guidance/index.js';
import { profession } from '../../modules/nomenclatures/index.js';
import type { Ctx } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import type { Caller } from './caller.js';
import { served } from './calls.js';
import { sectoralErrors } from './errors.js';
import { type InventedPatient, PATIENTS, patientOf } from './patients.js';

export interface DmpDocument {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly author: string;
}

/** What a reader may see of a record, and by which version of the matrix. */
export interface DmpRecord {
  readonly reader: { readonly code: string; readonly name: string };
  readonly matrix: { readonly version: string; readonly date: string };
  readonly documents: readonly (Omit<DmpDocument, 'body'> & {
    readonly label: string;
    readonly class: string;
  })[];
}

/** The administrative information of a record. @throws Refusal 403 the matrix of usages, 404 no such patient */
export const administrativeData = (
  ctx: Ctx,
  caller: Caller | undefined,
  number: string,
): Promise<Pick<InventedPatient, 'number' | 'name' | 'givenName' | 'birthDate' | 'rights' | 'doctor'>> =>
  served(ctx, caller, { act: 'dmp-administrative', about: number }, async () => known(number));

/**
 * The documents that a person may read, newest first. In: the situation in which he reads, a code of the matrix, needed
 * where he has several. @throws Refusal 403 without a number of the RPPS or a line, 409 which situation, 404
 */
export const dmpRecord = (
  ctx: Ctx,
  caller: Caller | undefined,
  number: string,
  reader?: string,
): Promise<DmpRecord> =>
  served(ctx, caller, { act: 'dmp-consult', about: number }, async (by, row) => {
    known(number);
    const reading = await readingOf(ctx, by, row, reader);
    const documents = (await documentsOf(ctx, number)).flatMap(({ body: _, ...document }) => {
      const type = documentType(document.type);
      return type && canRead(reading, type) ? [{ ...document, label: type.label, class: type.class }] : [];
    });
    const { matrix, code, name } = reading;
    return { reader: { code, name }, matrix: { version: matrix.version, date: matrix.date }, documents };
  });

/** One document, read in a situation. @throws Refusal as above, and 403 a type that the matrix does not open */
export const dmpDocument = (
  ctx: Ctx,
  caller: Caller | undefined,
  asked: { readonly number: string; readonly id: string; readonly reader?: string | undefined },
): Promise<DmpDocument> =>
  served(ctx, caller, { act: 'dmp-consult', about: asked.number }, async (by, row) => {
    known(asked.number);
    const reading = await readingOf(ctx, by, row, asked.reader);
    const document = (await documentsOf(ctx, asked.number)).find(({ id }) => id === asked.id);
    const type = document && documentType(document.type);
    if (!document || !type) throw sectoralErrors.unknownDocument();
    if (canRead(reading, type)) return document;
    const line = dmpAccess(reading.matrix, reading.code, type).line?.label ?? 'aucune ligne';
    throw sectoralErrors.unreadableDocument({ row: row.id, matrix: reading.matrix.version, line });
  });

interface Reading {
  readonly matrix: DmpMatrix;
  readonly code: string;
  readonly name: string;
}

const canRead = ({ matrix, code }: Reading, type: DocumentType): boolean =>
  dmpAccess(matrix, code, type).access === 'read';

async function readingOf(ctx: Ctx, by: Caller, row: UsageRow, asked?: string): Promise<Reading> {
  const idNat = by.idNat ?? '';
  const entry = (await entries(ctx, [idNat])).get(idNat);
  if (!idNat.startsWith('8') || !entry?.published) throw sectoralErrors.noRpps(row.id);
  const matrix = await dmpMatrix(ctx);
  const named = dmpReaders(matrix);
  const own = [...new Set(entry.person.exercises.flatMap(situations))].filter((code) => named.has(code));
  const code =
    asked === undefined ? (own.length === 1 ? own[0] : undefined) : own.find((one) => one === asked);
  if (own.length > 1 && asked === undefined) throw sectoralErrors.chooseReader(own);
  if (code === undefined) throw sectoralErrors.noReader(row.id);
  return { matrix, code, name: named.get(code) ?? '' };
}

/** How the matrix may name an exercise: its profession, or for a role of the register the kind of each activity. */
function situations(exercise: {
  readonly profession: string;
  readonly category: string;
  readonly activities: readonly { readonly genre?: string }[];
}): string[] {
  const found = profession(exercise.profession, exercise.category);
  if (found && found.population !== 'role') return [`${found.list}#${found.code}`];
  return exercise.activities.flatMap(({ genre }) => (genre ? [`TRE_R22#${genre}`] : []));
}

function known(number: string): InventedPatient {
  const patient = patientOf(number);
  if (!patient) throw sectoralErrors.unknownPatient();
  return patient;
}

/** What was deposited, newest first, then the invented past: a document of each type for the first patient. */
async function documentsOf(ctx: Pick<Ctx, 'db'>, number: string): Promise<DmpDocument[]> {
  const deposited = await rows(
    ctx.db,
    sql<DmpDocument>`select 'depot-' || id id, type, title, body, author from sandbox.dmp_documents
      where patient = ${number} order by sandbox.dmp_documents.id desc limit 500`,
  );
  const past = number === PATIENTS[0]?.number ? documentTypes() : [];
  return [
    ...deposited,
    ...past.map(({ code, label }) => ({
      ...{ id: `essai-${code}`, type: code, title: label, author: 'Établissement imaginaire' },
      body: 'Document inventé, pour l’essai.',
    })),
  ];
}
