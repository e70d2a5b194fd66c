import { afterAll, beforeAll } from 'vitest';
import { type ImportOutcome, type ImportRequest, importFiles } from '../../src/modules/registry/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { rejectsIn } from './national-files.js';

/** The program on a database of its own, and what loads files into it. */
export function useImports() {
  let test: TestApp | undefined;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test?.stop());
  const running = (): TestApp => {
    if (!test) throw new Error('the program is not started');
    return test;
  };
  return {
    get test() {
      return running();
    },
    get ctx() {
      return running().app.ctx;
    },
    get url() {
      return running().app.databaseUrl;
    },
    load: (source: ImportRequest['source'], paths: readonly string[], more: Partial<ImportRequest> = {}) =>
      importFiles(running().app.ctx, running().app.databaseUrl, {
        source,
        paths,
        rejectsIn: rejectsIn(),
        ...more,
      }),
  };
}

/** The counts of one file for RPPS numbers, without those that are zero. */
export function counted(outcome: ImportOutcome, file = 'personne-activite', prefix = '8') {
  const found = outcome.counts.find((one) => one.file === file && one.prefix === prefix);
  return Object.fromEntries(
    Object.entries(found ?? {}).filter(([key, n]) => n !== 0 && key !== 'file' && key !== 'prefix'),
  );
}
