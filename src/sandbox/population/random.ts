/** Draws that are the same on every machine and at every start. Never for secrets. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** A number from 0 (included) to 1 (excluded): mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) * 2 ** -32;
  }

  /** A whole number between two bounds, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError on an empty list */
  pick<T>(list: readonly T[]): T {
    const index = Math.floor(this.next() * list.length);
    if (index >= list.length) throw new RangeError('nothing to pick from');
    return list[index] as T;
  }

  /** Picks by weight. In: pairs of a value and its share, in any unit. */
  weighted<T>(shares: readonly (readonly [T, number])[]): T {
    let sum = 0;
    for (const one of shares) sum += one[1];
    let left = this.next() * sum;
    for (const one of shares) {
      left -= one[1];
      if (left < 0) return one[0];
    }
    return this.pick(shares)[0];
  }

  /** The same things in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    const mixed = [...list];
    for (let i = mixed.length - 1; i > 0; i -= 1) {
      const j = this.between(0, i);
      [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
    }
    return mixed;
  }

  /** A civil date between the first day of one year and the 28th of December of another. */
  date(fromYear: number, toYear: number): string {
    return `${this.between(fromYear, toYear)}-${TWO[this.between(1, 12)]}-${TWO[this.between(1, 28)]}`;
  }
}

/** The days and months of a date, as text. */
const TWO = Array.from({ length: 29 }, (_, value) => String(value).padStart(2, '0'));
