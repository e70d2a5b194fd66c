import { rmSync } from 'node:fs';
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
 * (people written, people in all), who writes the second half of the people, if anybody. Out: the files with their number of lines, headers left out.
 */
export function publish(
  { nation, churn }: { nation: Nation; churn: Churn },
  to: { folder: string; at: Date; files: readonly Published[] },
  heard: (done: number, all: number) => void,
  second?: SecondHalf,
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
    if (second) {
      writePeople(nation, churn, writers, [0, middleOf(churn)], heard);
      const lines = second.wait();
      for (const [i, file] of opened.entries()) file.append(halfOf(to.folder, names[i] ?? ''), lines[i] ?? 0);
    } else if (!to.files.every(isFiness)) writePeople(nation, churn, writers, [0, churn.people], heard);
    const restricted = writers[to.files.indexOf('prosanteconnect')];
    if (restricted) writeStaff(nation, restricted);
    mailboxes?.services();
    for (const file of opened) file.seal();
  } catch (error) {
    for (const file of opened) file.abandon();
    throw error;
  }
  for (const file of opened) file.publish();
  if (second) for (const name of names) rmSync(halfOf(to.folder, name), { force: true });
  return names.map((name, i) => ({ name, lines: (opened[i]?.lines ?? 1) - 1 }));
}

/** Who writes the people from the middle on, at the same time. */
export interface SecondHalf {
  /** Waits for the files of the day. Out: the number of lines of each. @throws what kept them from being written */
  wait(): readonly number[];
}

const middleOf = (churn: Churn): number => Math.ceil(churn.people / 2);
const halfOf = (folder: string, name: string): string => join(folder, `${name}.2`);

/** Whether the people of these files can be written in two halves: mailboxes are numbered from the first on. */
export const hasHalves = (files: readonly Published[]): boolean =>
  !files.includes('mssante') && !files.every(isFiness);

/**
 * Writes the second half of the people of one day, without headers, for `publish` to put behind the first. In: as there.
 * Out: the lines of each file.
 */
export function publishSecondHalf(
  { nation, churn }: { nation: Nation; churn: Churn },
  to: { folder: string; at: Date; files: readonly Published[] },
): number[] {
  const opened: FileWriter[] = [];
  try {
    for (const kind of to.files) opened.push(new FileWriter(halfOf(to.folder, nameOf(kind, to.at))));
    const writers = to.files.map((kind, i) =>
      kind === 'mssante' ? () => undefined : writerOf(kind, nation, opened[i] as FileWriter, false),
    );
    writePeople(nation, churn, writers, [middleOf(churn), churn.people], () => undefined);
    for (const file of opened) file.seal();
  } catch (error) {
    for (const file of opened) file.abandon();
    throw error;
  }
  for (const file of opened) file.publish();
  return opened.map(({ lines }) => lines);
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

function writePeople(
  nation: Nation,
  churn: Churn,
  writers: readonly Writer[],
  [from, to]: readonly [number, number],
  heard: (done: number, all: number) => void,
): void {
  for (let rank = from; rank < to; rank += 1) {
    if (rank % 1000 === 0) heard(rank, to);
    if (churn.isClosed(rank)) continue;
    const citizen = nation.citizen(rank, churn.changesOf(rank));
    for (const write of writers) write(citizen);
  }
  heard(to, to);
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

function writerOf(
  kind: Exclude<Published, 'mssante'>,
  nation: Nation,
  { write }: FileWriter,
  withHeader = true,
): Writer {
  if (isFiness(kind)) return () => undefined;
  if (withHeader) write(kind === 'correspondance' ? 'N° ADELI;N° RPPS\n' : headerOf(kind));
  if (kind === 'correspondance') return correspondence(write);
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
  return ({ idType, number, formerAdeli }) => {
    if (idType === '8' && formerAdeli) write(`${formerAdeli};${number}\n`);
  };
}

/** The cells of structures by their identifier. */
const places =
  ({ estate }: Nation, cells: PlaceCells) =>
  (id: string): string =>
    cells(estate.structure(id) ?? missing(id));

function missing(id: string): Structure {
  throw new RangeError(`no structure ${id}`);
}
