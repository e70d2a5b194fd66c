import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { layToldPlaces } from './lay-places-aside.js';

/** Fewer people are read before a thread is there. */
const ENOUGH = 20_000;
/** Texts under way, of some tens of KB: those that come while the thread begins, and not more. */
const MOST = 200;

/** The compiled program has it; tests that read the sources do all in one thread. */
const THREAD = new URL('./places-thread.js', import.meta.url);

/** Memory of the thread in MB. */
const MEMORY = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 96 };

/** What the thread is told at its beginning; then texts, one a message, and an empty one at the end. */
export interface PlacesAsked {
  readonly url: string;
  readonly load: number;
  /** What the simulated clock is ahead of the real one, in milliseconds. */
  readonly ahead: number;
}

/** What the thread tells: that it may be told more; that it has ended; what kept it from it. */
export type PlacesToldBack =
  | 'taken'
  | 'ended'
  | { readonly failure: { readonly message: string; readonly code: string | undefined } };

/** What needs to be known to work places out. */
export interface TellingPlaces {
  readonly ctx: Pick<Ctx, 'clock'>;
  /** A direct address of the database. */
  readonly url: string;
  /** A connection for nothing else, where no thread is worth it. */
  readonly client: pg.Client;
  readonly load: number;
  /** About how many people come. */
  readonly coming: number;
}

/**
 * Takes what the lines of a first file tell of places and works it out at once, see `layToldPlaces`; in a thread of its own
 * where many people come and there is more than one core: the other one waits for who reads.
 */
export class ToldPlaces {
  private readonly texts = new PassThrough({ objectMode: true, highWaterMark: 4 });
  private readonly done: Promise<void>;

  constructor({ ctx, url, client, load, coming }: TellingPlaces) {
    const worth = coming >= ENOUGH && availableParallelism() > 1 && existsSync(fileURLToPath(THREAD));
    const ahead = ctx.clock.now().getTime() - Date.now();
    this.done = worth
      ? layApart({ url, load, ahead }, this.texts)
      : layToldPlaces(ctx, client, load, this.texts);
    // Told to who waits for it.
    this.done.catch(() => undefined);
    this.texts.on('error', () => undefined);
  }

  /** In: the texts of some places, a line each. Waits when they come faster than they are worked out. */
  async tell(text: string): Promise<void> {
    if (this.texts.write(text)) return;
    // Where the work has ended there is no more room: why is told by the work.
    const room = once(this.texts, 'drain').catch(() => this.done);
    await Promise.race([room, this.done]);
  }

  async end(): Promise<void> {
    this.texts.end();
    await this.done;
  }

  /** Gives up what was begun. */
  async drop(why: Error): Promise<void> {
    this.texts.destroy(why);
    await this.done.catch(() => undefined);
  }
}

async function layApart(asked: PlacesAsked, texts: AsyncIterable<string>): Promise<void> {
  const thread = new Worker(THREAD, { workerData: asked, resourceLimits: MEMORY });
  const told = new Told(thread);
  try {
    for await (const text of texts) {
      thread.postMessage(text);
      await told.taken();
    }
    thread.postMessage('');
    await told.ended;
  } finally {
    await thread.terminate();
  }
}

/** What a thread tells, as it is waited for. */
class Told {
  readonly ended: Promise<void>;
  private underWay = 0;
  private goOn: () => void = () => undefined;

  constructor(thread: Worker) {
    this.ended = new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the thread that works places out has ended')));
      thread.on('message', (back: PlacesToldBack) => {
        if (back === 'ended') resolve();
        else if (back !== 'taken')
          reject(Object.assign(new Error(back.failure.message), { code: back.failure.code }));
        else this.underWay -= 1;
        this.goOn();
      });
    });
    this.ended.catch(() => this.goOn());
  }

  /** A text was told: waits when too many are under way. @throws what kept the thread from its work */
  async taken(): Promise<void> {
    this.underWay += 1;
    while (this.underWay >= MOST)
      await Promise.race([
        this.ended,
        new Promise<void>((resolve) => {
          this.goOn = resolve;
        }),
      ]);
  }
}
