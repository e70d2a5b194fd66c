import { join } from 'node:path';
import { type FileKind, fileName, NATIONAL_FILES, SEPARATOR } from '../../modules/registry/index.js';
import { finessFileName, type Structure } from '../../modules/structures/index.js';
import type { Churn } from './churn.js';
import { FileWriter } from './file-writer.js';
import { finessCsv, finessJson } from './lines/finess-file.js';
import { MailboxFile } from './lines/mailbox-file.js';
import { activityLines, diplomaLines, skillLines } from './lines/open-files.js';
import { openPlace, type PlaceCells, restrictedPlace } from './lines/place.js';
import { restrictedLines } from './lines/restricted-file.js';
import { collectGarbage } from './memory.js';
import type { Citizen, Nation } from './nation.js';
import { staffCount, staffMember } from './staff.js';

/**
 * The files that a publication may hold: those of the directory, the former ADELI numbers with the new ones, the
 * establishments as CSV and, with their legal entities, as JSON, and the mailboxes of MSSanté.
 */
export const PUBLISHED = [
  'personne-activite',
  'savoir-faire',
  'diplomes',
  'prosanteconnect',
  'correspondance',
  'finess',
  'finess-plus',
  'mssante',
] as const;
export type Published = (typeof PUBLISHED)[number];

/** Writes what one file says of one person. */
type Writer = (citizen: Citizen) => void;

export interface WrittenFile {
  readonly name: string;
  readonly lines: number;
}

/**
 * Writes the files of one day, each under a temporary name until all are whole; on an error nothing of them is left.
 * In: the nation and its life so far, the folder, the time of publication, the files wanted, who hears of progress
 * (people written, people in all). Out: the files with their number of lines, headers left out.
 */
export function publish(
  { nation, churn }: { nation: Nation; churn: Churn },
  to: { folder: string; at: Date; files: readonly Published[] },
  heard: (done: number, all: number) => void,
): WrittenFile[] {
  const names = to.files.map((kind) => nameOf(kind, to.at));
  const opened: FileWriter[] = [];
  try {
    for (const name of names) opened.push(new FileWriter(join(to.folder, name)));
    const mail = to.files.indexOf('mssante');
    const mailboxes = mail < 0 ? undefined : new MailboxFile(nation, (opened[mail] as FileWriter).write);
    const writers = to.files.map((kind, i) =>
      kind === 'mssante'
        ? (citizen: Citizen) => mailboxes?.person(citizen)
        : writerOf(kind, nation, opened[i] as FileWriter),
    );
    writeStructures(nation, to, opened);
    if (!to.files.every(isFiness)) writePeople(nation, churn, writers, heard);
    const restricted = writers[to.files.indexOf('prosanteconnect')];
    if (restricted) writeStaff(nation, restricted);
    mailboxes?.services();
    for (const file of opened) file.seal();
  } catch (error) {
    for (const file of opened) file.abandon();
    throw error;
  }
  for (const file of opened) file.publish();
  return names.map((name, i) => ({ name, lines: (opened[i]?.lines ?? 1) - 1 }));
}

type Finess = Extract<Published, `finess${string}`>;
const isFiness = (kind: Published): kind is Finess => kind.startsWith('finess');

function writeStructures(
  { estate: { establishments } }: Nation,
  { at, files }: { at: Date; files: readonly Published[] },
  opened: readonly FileWriter[],
): void {
  for (const [i, kind] of files.entries()) {
    const write = opened[i]?.write ?? (() => undefined);
    if (kind === 'finess') finessCsv(establishments, write);
    if (kind === 'finess-plus') finessJson(establishments, at, write);
  }
}

/** People between two collections of garbage: each takes a few hundredths of a second. */
const COLLECT_EVERY = 50_000;

function writePeople(
  nation: Nation,
  churn: Churn,
  writers: readonly Writer[],
  heard: (done: number, all: number) => void,
): void {
  for (let rank = 0; rank < churn.people; rank += 1) {
    if (rank % 1000 === 0) heard(rank, churn.people);
    if (rank % COLLECT_EVERY === COLLECT_EVERY - 1) collectGarbage();
    if (churn.isClosed(rank)) continue;
    const citizen = nation.citizen(rank, churn.changesOf(rank));
    for (const write of writers) write(citizen);
  }
  heard(churn.people, churn.people);
}

function writeStaff(nation: Nation, write: Writer): void {
  const count = staffCount(nation.size);
  for (let rank = 0; rank < count; rank += 1) write(staffMember(nation, rank));
}

const MAILBOXES = 'Extraction_Correspondance_MSSante_';

function nameOf(kind: Published, at: Date): string {
  if (kind === 'finess') return finessFileName('csv', at);
  if (kind === 'finess-plus') return finessFileName('json', at);
  if (kind === 'mssante') return fileName('savoir-faire', at).replace(/^.*_(?=\d+\.txt$)/, MAILBOXES);
  if (kind !== 'correspondance') return fileName(kind, at);
  return fileName('savoir-faire', at)
    .replace(/^.*_(?=\d+\.txt$)/, 'Correspondance_ADELI_RPPS_')
    .replace(/txt$/, 'csv');
}

function writerOf(kind: Exclude<Published, 'mssante'>, nation: Nation, { write }: FileWriter): Writer {
  if (isFiness(kind)) return () => undefined;
  if (kind === 'correspondance') return correspondence(write);
  write(headerOf(kind));
  if (kind === 'savoir-faire') return (citizen) => skillLines(citizen, write);
  if (kind === 'diplomes') return (citizen) => diplomaLines(citizen, write);
  const lines = kind === 'prosanteconnect' ? restrictedLines : activityLines;
  const place = places(nation, kind === 'prosanteconnect' ? restrictedPlace : openPlace);
  return (citizen) => lines(citizen, place, write);
}

/** The columns of a file, the restricted one in its usual width of 50. */
function headerOf(kind: FileKind): string {
  const columns = NATIONAL_FILES[kind].columns.filter(([, field]) => field !== 'otherIds');
  return `${columns.map(([name]) => `${name}${SEPARATOR}`).join('')}\n`;
}

/** The correspondence file of the end of ADELI: two columns, semicolons. */
function correspondence(write: (line: string) => void): Writer {
  write('N° ADELI;N° RPPS\n');
  return ({ idType, number, formerAdeli }) => {
    if (idType === '8' && formerAdeli) write(`${formerAdeli};${number}\n`);
  };
}

/** The cells of structures; those of establishments, where many work, are written once. */
function places(nation: Nation, cells: PlaceCells): (id: string) => string {
  const kept = new Map<string, string>();
  return (id) => {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const written = cells(nation.estate.structure(id) ?? missing(id));
    // Kept as one text: a sum of texts keeps every part of it in memory.
    if (nation.estate.isEstablishment(id)) kept.set(id, Buffer.from(written).toString());
    return written;
  };
}

function missing(id: string): Structure {
  throw new RangeError(`no structure ${id}`);
}
