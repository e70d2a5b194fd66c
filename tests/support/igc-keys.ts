import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'esculape-igc-'));

/** Settings of the authority in tests: keys in a folder of this process, and half as long, since they are made often. */
export const IGC_KEYS = { IGC_KEYS_DIR: folder, IGC_KEY_BITS: '2048' };
