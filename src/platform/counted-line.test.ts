import { expect, it, vi } from 'vitest';
import { countedLine } from './counted-line.js';
import type { Log } from './log.js';

it('two hundred times in a minute make two lines, and a quiet minute none', () => {
  vi.useFakeTimers();
  const counts: number[] = [];
  const info = ({ count }: { count: number }) => void counts.push(count);
  const met = countedLine({ info } as unknown as Pick<Log, 'info'>, 'met');
  for (let time = 0; time < 200; time += 1) met();
  expect(counts).toEqual([1]);
  vi.advanceTimersByTime(60_000);
  expect(counts).toEqual([1, 199]);
  vi.advanceTimersByTime(180_000);
  met();
  expect(counts).toEqual([1, 199, 1]);
});
