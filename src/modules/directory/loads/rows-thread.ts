import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../../platform/db/connection.js';
import { keepNamesOfLoad } from '../names.js';
import type { RowsAsked, RowsTold } from './rows-apart.js';
import { rowsOfLoad } from './rows-of-load.js';

/** Niceness. */
const LATER = 5;

// The thread that makes the rows of a load, see rows-apart.ts. Whoever waits for a page or a token goes first: on Linux a
// priority is that of a thread.
if (process.platform === 'linux') setPriority(LATER);

/** Pieces under way: more would only lie in memory. */
const MOST = 16;

const { url, load, ahead } = workerData as RowsAsked;
const tell = (told: RowsTold, ...given: ArrayBuffer[]) => parentPort?.postMessage(told, given);

let underWay = 0;
let goOn: () => void = () => undefined;
/** Pieces that were taken: their memory is written again, as what is new makes everybody look for what is no longer used. */
const spare: Buffer[] = [];
parentPort?.on('message', (taken: ArrayBuffer) => {
  spare.push(Buffer.from(taken));
  underWay -= 1;
  goOn();
});

async function give(piece: Buffer): Promise<void> {
  underWay += 1;
  const own = piece as Buffer<ArrayBuffer>;
  tell({ piece: own }, own.buffer);
  while (underWay >= MOST)
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
}

const database = openDatabase(url, 3);
try {
  const clock = { now: () => new Date(Date.now() + ahead) };
  const names = await rowsOfLoad({ db: database.db, clock }, load, give, () => spare.pop());
  tell({ rows: true });
  await keepNamesOfLoad(database, names);
  tell({ ended: true });
} catch (error) {
  tell({ failure: { message: (error as Error).message } });
} finally {
  await database.close();
}
