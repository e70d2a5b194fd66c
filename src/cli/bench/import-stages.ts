import type pg from 'pg';

/** Instants of a load, in milliseconds of the clock of the machine. */
export interface Stages {
  /** The command runs, and a program is there. */
  readonly begun: number;
  /** The lines are read, checked and staged. */
  readonly staged: number;
  /** The register holds what they say. */
  readonly applied: number;
  /** The directory has every entry, and begins its indexes; the end of them where none is made. */
  readonly entries: number;
  /** The directory shows the whole. */
  readonly shown: number;
  /** Pro Santé Connect has its copy. */
  readonly copied: number;
}

const LOOK_EVERY_MS = 50;

/** Follows the next load of files through the database until Pro Santé Connect holds it. In: a connection of its own. */
export async function followLoad(client: pg.Client): Promise<Stages> {
  const begun = Date.now();
  let staged = 0;
  let entries = 0;
  for (;;) {
    const { rows } = await client.query<Look>(LOOK, [new Date(begun)]);
    const [look] = rows;
    if (look?.staged && staged === 0) staged = Date.now();
    if (look?.indexing && entries === 0) entries = Date.now();
    const [applied, shown, copied] = [look?.applied, look?.shown, look?.copied].map((at) => at?.getTime());
    if (applied !== undefined && shown !== undefined && copied !== undefined)
      return { begun, staged: staged || applied, applied, entries: entries || shown, shown, copied };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

interface Look {
  readonly staged: boolean;
  readonly indexing: boolean;
  readonly applied: Date | null;
  readonly shown: Date | null;
  readonly copied: Date | null;
}

const LOOK = `select
  exists (select from registry.imports where recorded_at >= $1 and files <> '[]') staged,
  exists (select from pg_stat_progress_create_index where relid = 'directory.entries'::regclass) indexing,
  max(recorded_at) filter (where type = 'registry.publication-applied') applied,
  max(recorded_at) filter (where type = 'directory.publication-applied') shown,
  max(recorded_at) filter (where type = 'identity-provider.publication-copied') copied
  from platform.events where recorded_at >= $1`;
