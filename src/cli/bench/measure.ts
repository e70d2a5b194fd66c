import { print } from '../command.js';

/** The value below which a share `p` (0 to 1) of the sorted values lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** One line: how many, median, p95, p99, worst, in milliseconds. */
export function printLatency(name: string, values: readonly number[], aim?: string): void {
  const ms = (p: number) => `${percentile(values, p).toFixed(0)} ms`;
  const figures = `n=${values.length}  p50 ${ms(0.5)}  p95 ${ms(0.95)}  p99 ${ms(0.99)}  max ${ms(1)}`;
  print(`${name.padEnd(34)} ${figures}${aim ? `   (visé : ${aim})` : ''}`);
}
