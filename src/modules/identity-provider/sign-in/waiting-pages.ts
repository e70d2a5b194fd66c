import type { Ctx } from '../../../platform/context.js';
import type { OpenLine } from '../../../platform/http/open-line.js';
import { ecps } from '../../credentials/index.js';

/** How often the requests that should have ended by now are looked at. */
const LOOK_MS = 1000;

interface Page {
  readonly requestId: string;
  readonly line: OpenLine;
  /** Epoch milliseconds at which its request expires. */
  until: number;
  leave(): void;
}

/**
 * The pages that wait for a phone. Each is told `decided` once its request is no longer pending, and asks then what became of
 * it. The database is read when a page comes, when its phone answers and when its time is over: waiting itself holds
 * nothing but the connection, by one listener and one timer for all.
 */
export class WaitingPages {
  private readonly pages = new Set<Page>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ctx: Pick<Ctx, 'db'>,
    private readonly watch: ecps.RequestWatch,
  ) {}

  /** Lets `line` wait for the request of that id. */
  add(requestId: string, line: OpenLine): void {
    const page: Page = {
      ...{ requestId, line, until: Number.POSITIVE_INFINITY },
      leave: this.watch.onRequestChange(requestId, () => void this.look(page)),
    };
    this.pages.add(page);
    line.onGone(() => this.drop(page));
    this.timer ??= setInterval(() => this.lookAtDue(), LOOK_MS).unref();
    void this.look(page);
  }

  private async look(page: Page): Promise<void> {
    const state = await ecps.approvalState(this.ctx, page.requestId).catch(() => undefined);
    if (!this.pages.has(page)) return;
    if (state?.status === 'pending') {
      page.until = state.expiresAt.getTime();
      return;
    }
    this.drop(page);
    page.line.tell('decided');
  }

  private drop(page: Page): void {
    if (!this.pages.delete(page)) return;
    page.leave();
    if (this.pages.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private lookAtDue(): void {
    const now = Date.now();
    for (const page of this.pages) if (page.until < now) void this.look(page);
  }
}
