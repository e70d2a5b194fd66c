/**
 * One thing at a time: whoever comes while it is under way goes with all others who wait in the next one. The more come,
 * the more go together, and the number of statements stays what it is. Who comes alone waits for nobody.
 */
export class Lane<J, A> {
  private waiting: Waiting<J, A>[] = [];
  private isBusy = false;

  /** In: what does the work of some at once; its answer, or its error, is that of each. */
  constructor(private readonly work: (jobs: readonly J[]) => Promise<A>) {}

  join(job: J): Promise<A> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      if (!this.isBusy) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const gone = this.waiting.splice(0);
      try {
        const answer = await this.work(gone.map(({ job }) => job));
        for (const { resolve } of gone) resolve(answer);
      } catch (error) {
        for (const { reject } of gone) reject(error);
      }
    }
    this.isBusy = false;
  }
}

interface Waiting<J, A> {
  readonly job: J;
  resolve(answer: A): void;
  reject(error: unknown): void;
}
