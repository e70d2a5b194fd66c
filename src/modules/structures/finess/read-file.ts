import { JSONParser } from '@streamparser/json';
import { linesOf } from '../../../platform/files/lines.js';
import type { OpenedFile } from '../../../platform/files/open-file.js';
import { fileRefusals } from '../../../platform/files/refusals.js';
import { errors } from '../errors.js';
import { csvReader } from './csv.js';
import { entityRecords, type GroupMember, groupMembers, type Placed } from './json.js';

/** What a piece of a file holds. */
export interface FinessBlock {
  readonly records: readonly Placed[];
  readonly members: readonly GroupMember[];
  /** Time at which the file says that it was made. */
  readonly generatedAt?: string;
}

const FAULTS = { 'too-long': 'ligne démesurée', encoding: 'caractères illisibles' } as const;

/**
 * The records of `etalab-cs1100507`, as a stream. Throws the refusals of the file as a whole: no header, cut in the
 * middle of a line.
 */
export async function* readCsv(file: OpenedFile): AsyncGenerator<FinessBlock> {
  let read: ReturnType<typeof csvReader> | undefined;
  let n = 0;
  for await (const { lines, unfinished } of linesOf(file.bytes)) {
    const records: Placed[] = [];
    for (const raw of lines) {
      n += 1;
      if (!read) {
        read = typeof raw === 'string' ? csvReader(raw) : { missing: ['illisible'] };
        if ('missing' in read)
          throw errors.header(file.name, `colonnes manquantes : ${read.missing.join(', ')}`);
        continue;
      }
      if ('missing' in read) continue;
      const record = typeof raw === 'string' ? read(raw) : { reason: FAULTS[raw.fault] };
      if (unfinished && 'reason' in record) throw fileRefusals.cut(file.name);
      records.push({ ...record, at: String(n) });
    }
    yield { records, members: [] };
  }
  if (!read) throw fileRefusals.empty(file.name);
}

/**
 * The records of `finess-structures`, as a stream: one legal entity in memory at a time. Throws the refusals of the
 * file as a whole: other JSON or none, cut before its end.
 */
export async function* readJson(file: OpenedFile): AsyncGenerator<FinessBlock> {
  const parser = new JSONParser({ paths: ['$.generatedAt', '$.gcc.*', '$.pmej.*'], keepStack: false });
  let block: { records: Placed[]; members: GroupMember[]; generatedAt?: string } = {
    records: [],
    members: [],
  };
  parser.onValue = ({ value, key, stack }) => {
    const collection = stack.at(-1)?.key;
    if (collection === 'pmej') block.records.push(...entityRecords(value, `pmej[${key}]`));
    else if (collection === 'gcc') block.members.push(...groupMembers(value));
    else if (typeof value === 'string') block.generatedAt = value;
  };
  let fault = false;
  parser.onError = () => {
    fault = true;
  };
  for await (const chunk of file.bytes) {
    parser.write(chunk);
    if (fault) throw errors.header(file.name, 'pas du JSON, ou mal formé');
    if (block.records.length + block.members.length === 0 && block.generatedAt === undefined) continue;
    yield block;
    block = { records: [], members: [] };
  }
  if (!parser.isEnded) throw fileRefusals.cut(file.name);
}
