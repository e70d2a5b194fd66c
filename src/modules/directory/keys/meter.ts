import type { Ctx } from '../../../platform/context.js';
import { addUse } from './add-use.js';
import { leaseCalls } from './lease-calls.js';

interface Block {
  left: number;
  /** On the clock of `performance`. */
  readonly until: number;
  readonly refused: boolean;
}

/** A quota that was found used up is asked for again after so many milliseconds: it may have been raised. */
const ASK_AGAIN_MS = 1000;
/** Calls are written down so long after the first of them. */
const WRITE_DOWN_MS = 10_000;

/** Counts the calls of this process: the blocks that it has leased, and what is not yet written down. Real time. */
export class Meter {
  private readonly blocks = new Map<string, Block>();
  private readonly leasing = new Map<string, Promise<void>>();
  private unwritten = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ctx: Pick<Ctx, 'db'>) {}

  /** Takes one call of an application. In: its id, its quota of a minute. Out: 0, or in how many seconds to come back. */
  async take(application: string, eachMinute: number): Promise<number> {
    for (;;) {
      const block = this.blocks.get(application);
      if (block && block.until > performance.now()) {
        if (block.refused) return 60 - (Math.floor(Date.now() / 1000) % 60);
        if (block.left > 0) {
          block.left -= 1;
          this.count(application);
          return 0;
        }
      }
      await this.lease(application, eachMinute);
    }
  }

  /** Writes down the calls that are not yet; resolves when they are, or are kept for the next time. */
  async writeDown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const calls = this.unwritten;
    this.unwritten = new Map();
    if (calls.size === 0) return;
    try {
      await addUse(this.ctx, calls);
    } catch {
      for (const [application, many] of calls) this.count(application, many);
    }
  }

  private count(application: string, calls = 1): void {
    this.unwritten.set(application, (this.unwritten.get(application) ?? 0) + calls);
    this.timer ??= setTimeout(() => void this.writeDown(), WRITE_DOWN_MS).unref();
  }

  /** All who wait for a block of one application wait for the same one. */
  private lease(application: string, eachMinute: number): Promise<void> {
    let asked = this.leasing.get(application);
    if (!asked) {
      asked = this.takeBlock(application, eachMinute).finally(() => this.leasing.delete(application));
      this.leasing.set(application, asked);
    }
    return asked;
  }

  private async takeBlock(application: string, eachMinute: number): Promise<void> {
    const { calls, lasts } = await leaseCalls(this.ctx, application, eachMinute);
    const refused = calls === 0;
    const until = performance.now() + (refused ? ASK_AGAIN_MS : lasts);
    this.blocks.set(application, { left: calls, until, refused });
  }
}
