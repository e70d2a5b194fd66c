import type { CertificateState } from './rules/ocsp-response.js';

/** Asks about several certificates by one statement. Out: an answer for each, in their order. */
export type AskStates<Q> = (asked: readonly Q[]) => Promise<readonly CertificateState[]>;

interface Waiting<Q> {
  readonly asked: Q;
  readonly resolve: (state: CertificateState) => void;
  readonly reject: (error: unknown) => void;
}

/** While so many answers are being signed, the processors have enough to do. */
const ENOUGH = 8;
const MOST_TOGETHER = 64;

/**
 * States of certificates for answers that are then signed. Signing is what takes time: as long as enough is being signed,
 * what comes in waits and is then asked for by one statement. Who comes alone waits for nobody, and each is answered by a
 * statement that began after he asked.
 */
export class StateQueue<Q> {
  private waiting: Waiting<Q>[] = [];
  private signing = 0;
  private isAsking = false;
  private isPlanned = false;
  private readonly askAll: AskStates<Q>;

  constructor(askAll: AskStates<Q>) {
    this.askAll = askAll;
  }

  /** The state of one certificate, asked for together with others. */
  state(asked: Q): Promise<CertificateState> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked, resolve, reject });
      this.plan();
    });
  }

  /** Does some signing, which holds up the next statement once there is enough of it. */
  async whileSigning<T>(work: () => Promise<T>): Promise<T> {
    this.signing += 1;
    try {
      return await work();
    } finally {
      this.signing -= 1;
      this.plan();
    }
  }

  private plan(): void {
    if (this.isPlanned || this.isAsking || this.signing >= ENOUGH || this.waiting.length === 0) return;
    this.isPlanned = true;
    // After everything that has just come in was read.
    setImmediate(() => {
      this.isPlanned = false;
      void this.ask(this.waiting.splice(0, MOST_TOGETHER));
    });
  }

  private async ask(together: readonly Waiting<Q>[]): Promise<void> {
    this.isAsking = true;
    try {
      const states = await this.askAll(together.map(({ asked }) => asked));
      for (const [at, { resolve }] of together.entries()) resolve(states[at] ?? { state: 'unknown' });
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
    this.isAsking = false;
    this.plan();
  }
}
