import type pg from 'pg';

/** Instants of a load, in milliseconds of the clock of the machine. */
export interface Stages {
  /** The command runs, and a program is there. */
  readonly begun: number;
  /** The lines are read, checked and staged. */
  readonly staged: number;
  /** The register holds what they say. */
  readonly applied: number;
  /** The directory shows the whole. */
  readonly shown: number;
  /** No index is left to be made. */
  readonly indexed: number;
  /** Pro Santé Connect has its copy. */
  readonly copied: number;
  /** Both. */
  readonly ended: number;
}

const LOOK_EVERY_MS = 50;

/** Follows the next load of files through the database until all is done. In: a connection of its own. */
export async function followLoad(client: pg.Client): Promise<Stages> {
  const begun = Date.now();
  let staged = 0;
  let indexed = 0;
  for (;;) {
    const { rows } = await client.query<Look>(LOOK, [new Date(begun)]);
    const [look] = rows;
    if (look?.staged && staged === 0) staged = Date.now();
    const [applied, shown, copied] = [look?.applied, look?.shown, look?.copied].map((at) => at?.getTime());
    if (shown !== undefined && look?.indexed && indexed === 0) indexed = Date.now();
    if (applied !== undefined && shown !== undefined && copied !== undefined && indexed > 0)
      return {
        ...{ begun, staged: staged || applied, applied, shown, indexed, copied },
        ended: Math.max(indexed, copied),
      };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

interface Look {
  readonly staged: boolean;
  readonly indexed: boolean;
  readonly applied: Date | null;
  readonly shown: Date | null;
  readonly copied: Date | null;
}

const LOOK = `select
  exists (select from registry.imports where recorded_at >= $1 and files <> '[]') staged,
  not exists (select from platform.late_indexes) indexed,
  max(recorded_at) filter (where type = 'registry.publication-applied') applied,
  max(recorded_at) filter (where type = 'directory.publication-applied') shown,
  max(recorded_at) filter (where type = 'identity-provider.publication-copied') copied
  from platform.events where recorded_at >= $1`;
