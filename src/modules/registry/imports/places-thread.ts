import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { layToldPlaces } from './lay-places-aside.js';
import type { PlacesAsked, PlacesToldBack } from './told-places.js';

// The thread that works out the places of a first file, see told-places.ts.

const { url, load, ahead } = workerData as PlacesAsked;
const tell = (told: PlacesToldBack) => parentPort?.postMessage(told);

const waiting: string[] = [];
let come: () => void = () => undefined;
parentPort?.on('message', (text: string) => {
  waiting.push(text);
  come();
});

async function* texts(): AsyncGenerator<string> {
  for (;;) {
    const text = waiting.shift();
    if (text === '') return;
    if (text === undefined) {
      await new Promise<void>((resolve) => {
        come = resolve;
      });
    } else {
      yield text;
      tell('taken');
    }
  }
}

const client = new pg.Client({ connectionString: url });
try {
  await client.connect();
  await layToldPlaces({ clock: { now: () => new Date(Date.now() + ahead) } }, client, load, texts());
  await client.end();
  tell('ended');
} catch (error) {
  const { message, code } = error as Error & { readonly code?: string };
  tell({ failure: { message, code } });
} finally {
  parentPort?.close();
}
