import { setTimeout as sleep } from 'node:timers/promises';
import type { GivenScript, PlayedScript } from '../sandbox/phone-scripts/script.js';
import type { ControlApi } from './control-api.js';

/** A sign-in that waits on the phone. */
export interface WaitingSignIn {
  readonly id: string;
  /** Name of the service that asks. */
  readonly service: string;
  /** The three numbers that the phone shows. */
  readonly numbers: readonly number[];
  readonly expiresAt: string;
}

export interface Answer {
  /** Milliseconds before the answer, as of somebody who looks for the phone. */
  readonly after?: number;
  /** The number chosen; the right one when left out. */
  readonly number?: number;
  /** The personal code typed; the right one when left out. */
  readonly code?: string;
  /** Longest wait for a sign-in to arrive, in milliseconds. */
  readonly within?: number;
}

const STEP_MS = 50;
const WITHIN_MS = 30_000;

/** The e-CPS of a person, on a phone that the test holds. */
export class Phone {
  constructor(
    private readonly api: ControlApi,
    readonly id: string,
    readonly idNat: string,
    /** Its personal code, four digits. */
    readonly code: string,
  ) {}

  /** The sign-ins that wait now, oldest first. */
  requests(): Promise<WaitingSignIn[]> {
    return this.api.get(`/phones/${this.id}/requests`);
  }

  /** Waits for the next sign-in. @throws when none comes in time */
  async next(within = WITHIN_MS): Promise<WaitingSignIn> {
    for (const end = Date.now() + within; Date.now() < end; await sleep(STEP_MS)) {
      const [first] = await this.requests();
      if (first) return first;
    }
    throw new Error(`no sign-in reached the phone of ${this.idNat} within ${within} ms`);
  }

  /** Waits for the next sign-in and approves it. */
  approve(answer: Answer = {}): Promise<void> {
    return this.#answer('approve', answer);
  }

  /** Waits for the next sign-in and refuses it. */
  refuse(answer: Answer = {}): Promise<void> {
    return this.#answer('refuse', answer);
  }

  /** Waits for the next sign-in and chooses a number that is not the one on the computer's screen. */
  async chooseWrongNumber(answer: Answer = {}): Promise<void> {
    const waiting = await this.next(answer.within);
    // Whichever the right one is, one of three that were not shown is wrong.
    const wrong = [10, 11, 12, 13].find((number) => !waiting.numbers.includes(number)) ?? 10;
    await this.#answer('approve', { ...answer, number: wrong }).catch((error: { status?: number }) => {
      if (error.status === undefined || error.status >= 500) throw error;
    });
  }

  /**
   * Leaves the phone to itself: one step for each sign-in to come, in their order, played by the sandbox. `otherwise` is
   * for whatever comes after. A script takes the place of the former one; `{}` takes it away.
   */
  script(script: GivenScript): Promise<PlayedScript> {
    return this.api.post(`/phones/${this.id}/script`, script);
  }

  /** The script and how far it is; null without one. */
  played(): Promise<PlayedScript | null> {
    return this.api.get(`/phones/${this.id}/script`);
  }

  /** Approves whatever comes, until the function returned is called. */
  approveAll(answer: Omit<Answer, 'within'> = {}): () => void {
    let on = true;
    const follow = async () => {
      while (on) {
        if ((await this.requests().catch(() => [])).length > 0)
          await this.#answer('approve', answer).catch(() => undefined);
        await sleep(STEP_MS);
      }
    };
    void follow();
    return () => {
      on = false;
    };
  }

  async #answer(decision: 'approve' | 'refuse', { after, number, code, within }: Answer): Promise<void> {
    const waiting = await this.next(within);
    if (after) await sleep(after);
    await this.api.post(`/phones/${this.id}/requests/${waiting.id}`, {
      decision,
      ...(number !== undefined && { number }),
      ...(code !== undefined && { code }),
    });
  }
}
