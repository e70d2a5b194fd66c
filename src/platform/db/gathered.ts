import type { Db } from './connection.js';

/** Asks several questions by one statement. Out: an answer for each, in their order. */
export type AskTogether<Q, A> = (db: Db, questions: readonly Q[]) => Promise<readonly A[]>;

/** One is made ready here while the other is answered there: with a single one, each side waits for the other. */
const AT_ONCE = 2;
/** What comes while these are under way waits for the end of one, or for so many milliseconds if they are slow ones. */
const PATIENCE = 5;
/** Slow ones or not, so many are under way at once. */
const MOST_AT_ONCE = 4;
const MOST_TOGETHER = 64;

/**
 * A question that thousands ask in a second, asked for many of them at once: what comes in the same moment, and while
 * two statements are under way, goes together in the next one. Who asks alone waits for nobody. Nothing is remembered: each is
 * answered by a statement that began after he asked. Should one of them make the statement fail, each is asked by itself.
 */
export function gathered<Q, A>(ask: AskTogether<Q, A>): (db: Db, question: Q) => Promise<A> {
  const queues = new WeakMap<Db, Queue<Q, A>>();
  return (db, question) => {
    let queue = queues.get(db);
    if (!queue) {
      queue = new Queue((questions) => ask(db, questions));
      queues.set(db, queue);
    }
    return queue.ask(question);
  };
}

interface Waiting<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

class Queue<Q, A> {
  private waiting: Waiting<Q, A>[] = [];
  private underWay = 0;
  private begun = 0;
  private isPlanned = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly askAll: (questions: readonly Q[]) => Promise<readonly A[]>) {}

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      this.plan();
    });
  }

  private plan(): void {
    if (this.isPlanned || this.underWay >= MOST_AT_ONCE) return;
    const left = this.underWay < AT_ONCE ? 0 : this.begun + PATIENCE - performance.now();
    if (left > 0) {
      this.timer ??= setTimeout(() => this.planLate(), Math.ceil(left));
      return;
    }
    this.isPlanned = true;
    // After all that has just come in was read: a microtask would see one request alone.
    setImmediate(() => {
      this.isPlanned = false;
      void this.send(this.waiting.splice(0, MOST_TOGETHER));
    });
  }

  private planLate(): void {
    this.timer = undefined;
    if (this.waiting.length > 0) this.plan();
  }

  private async send(asked: readonly Waiting<Q, A>[]): Promise<void> {
    this.underWay += 1;
    this.begun = performance.now();
    await this.answer(asked);
    this.underWay -= 1;
    if (this.waiting.length > 0) this.plan();
  }

  private async answer(asked: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.askAll(asked.map(({ question }) => question));
      for (const [at, { resolve }] of asked.entries()) resolve(answers[at] as A);
    } catch (error) {
      if (asked.length > 1) await Promise.all(asked.map((one) => this.answer([one])));
      else asked[0]?.reject(error);
    }
  }
}
