import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'esculape-igc-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Settings of the authority in tests: keys in a folder of this process, and half as long, since they are made often. */
export const IGC_KEYS = { IGC_KEYS_DIR: folder, IGC_KEY_BITS: '2048' };
