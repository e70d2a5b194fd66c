import type { Ctx } from '../../../platform/context.js';
import { EXTRACTS } from './catalogue.js';
import { EXTRACTION_PATH } from './paths.js';
import { lastRun } from './store.js';
import type { WrittenExtract } from './write-extract.js';

/** An extract as pages show it. */
export interface OnLineExtract {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly access: 'open' | 'restricted';
  /** Path of the newest file, and of its description and changes below it. */
  readonly href: string;
  readonly hasChanges: boolean;
  readonly file?: WrittenExtract;
}

/** What is on line now; `run` is undefined before the first writing. */
export interface OnLine {
  readonly run?: { readonly publication: number; readonly at: Date; readonly seconds: number };
  readonly extracts: readonly OnLineExtract[];
}

/** The extracts, with the newest file of each. */
export async function extractsOnLine(ctx: Pick<Ctx, 'db'>): Promise<OnLine> {
  const run = await lastRun(ctx);
  return {
    ...(run && { run: { publication: run.publication, at: run.at, seconds: run.seconds } }),
    extracts: EXTRACTS.map(({ code, title, description, access, fillChanges }) => {
      const file = run?.files.find(({ service }) => service === code);
      const about = { code, title, description, access, href: `${EXTRACTION_PATH}/${code}` };
      return { ...about, hasChanges: fillChanges !== undefined, ...(file && { file }) };
    }),
  };
}
