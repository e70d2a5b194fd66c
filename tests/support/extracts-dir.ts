import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the programs of a test process write their extracts. Each run has a folder of its own in it. */
export const EXTRACTS_DIR = mkdtempSync(join(tmpdir(), 'esculape-extractions-'));
