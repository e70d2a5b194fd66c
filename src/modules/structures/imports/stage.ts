import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Damage, DamagedLines } from '../../../platform/files/damaged-lines.js';
import type { OpenedFile } from '../../../platform/files/open-file.js';
import { fileRefusals } from '../../../platform/files/refusals.js';
import type { Rejects } from '../../../platform/files/rejects.js';
import { errors } from '../errors.js';
import type { FinessKind } from '../finess/file-name.js';
import type { GroupMember, Placed } from '../finess/json.js';
import { type FinessBlock, readCsv, readJson } from '../finess/read-file.js';
import type { FinessRecord, RejectedRecord } from '../finess/record.js';
import { structureTerms } from '../rules/structure-terms.js';
import type { StagedFiness } from './import.js';
import { LOADS } from './store.js';

export interface FinessStaging {
  readonly client: pg.Client;
  /** Number of the load. */
  readonly id: number;
  readonly rejects: Rejects;
  readonly onProgress: ((file: string, share: number) => void) | undefined;
  /** Whether what no record names is closed even where some records name nothing. */
  readonly closeAbsent?: boolean | undefined;
}

export type Staged = Pick<StagedFiness, 'records' | 'rejected' | 'badKeys' | keyof Damage> & {
  readonly generatedAt?: string;
};

/**
 * Copies the records of a file into a table of their own, as a stream, then says of each legal entity and its
 * establishments which grouping they are in. Throws the refusals of the file as a whole.
 */
export async function stage(staging: FinessStaging, file: OpenedFile, kind: FinessKind): Promise<Staged> {
  const table = LOADS.book.staged(staging.id);
  await staging.client.query(`create unlogged table ${table} (id text collate "C", kind text, entity text,
    sort_name text, terms text, data jsonb)`);
  const copy = new Copy(staging, file);
  const blocks = kind === 'csv' ? readCsv(file) : readJson(file);
  const lines = (async function* () {
    for await (const block of blocks) yield copy.block(block);
  })();
  // JSON escapes both characters, and no other cell holds them.
  const sink = copyFrom(`copy ${table} from stdin with (format csv, delimiter E'\\x02', quote E'\\x01')`);
  await pipeline(Readable.from(lines, { objectMode: true }), staging.client.query(sink));
  staging.rejects.flush();
  if (copy.records === 0) {
    throw kind === 'json'
      ? errors.header(file.name, 'aucune entité juridique')
      : fileRefusals.empty(file.name);
  }
  await writeGroups(staging.client, table, copy.members);
  await staging.client.query(`create unique index on ${table} (id)`);
  await staging.client.query(`analyze ${table}`);
  const { records, rejected, badKeys, generatedAt } = copy;
  const damage = copy.damaged.damage(staging.closeAbsent);
  return { records, rejected, badKeys, ...damage, ...(generatedAt !== undefined && { generatedAt }) };
}

class Copy {
  records = 0;
  rejected = 0;
  badKeys = 0;
  generatedAt: string | undefined;
  readonly members: GroupMember[] = [];
  readonly damaged = new DamagedLines();
  private readonly seen = new Set<string>();

  constructor(
    private readonly staging: FinessStaging,
    private readonly file: OpenedFile,
  ) {}

  /** The records of a block as COPY reads them; those that are rejected are told elsewhere. */
  block({ records, members, generatedAt }: FinessBlock): string {
    this.generatedAt ??= generatedAt;
    this.members.push(...members);
    this.staging.onProgress?.(this.file.name, this.file.progress());
    return records.map((record) => this.line(record)).join('');
  }

  private line(record: Placed): string {
    if ('reason' in record) return this.reject(record);
    const { id } = record.structure;
    if (this.seen.has(id))
      return this.reject({ at: record.at, reason: 'numéro FINESS déjà lu dans ce fichier', id });
    this.seen.add(id);
    this.records += 1;
    if (record.badKey) this.badKeys += 1;
    return lineOf(record);
  }

  private reject({ at, reason, id }: Placed & RejectedRecord): string {
    this.rejected += 1;
    this.damaged.add(reason, id === undefined ? [] : [id]);
    this.staging.rejects.add(this.file.name, at, reason);
    return '';
  }
}

function lineOf({ kind, structure, entity = '' }: FinessRecord): string {
  const { sortName, terms } = structureTerms(structure);
  const words = terms.join(' ');
  return `${structure.id}\x02${kind}\x02${entity}\x02${sortName}\x02${words}\x02${JSON.stringify(structure)}\n`;
}

async function writeGroups(client: pg.Client, table: string, members: readonly GroupMember[]): Promise<void> {
  if (members.length === 0) return;
  await client.query(
    `update ${table} r set data = r.data || jsonb_build_object('group', jsonb_build_object('id', m.id, 'name', m.name,
        'type', m.type, 'role', m.role)), terms = r.terms || ' g_' || lower(m.id)
      from (select distinct on (entity) * from jsonb_to_recordset($1::jsonb)
        as m(entity text, id text, name text, type text, role text) where entity <> '' order by entity, id) m
      where r.entity = m.entity`,
    [JSON.stringify(members)],
  );
}
