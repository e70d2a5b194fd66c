import { expect, it } from 'vitest';
import { Lane } from './lane.js';

it('does one thing at a time, and takes all who came meanwhile in the next one', async () => {
  const gone: string[][] = [];
  const ends: (() => void)[] = [];
  const lane = new Lane(async (jobs: readonly string[]) => {
    gone.push([...jobs]);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (jobs.includes('bad')) throw new Error('bad');
    return jobs.length;
  });
  const first = lane.join('a');
  const [second, third] = [lane.join('b'), lane.join('c')];
  expect(gone).toEqual([['a']]);
  ends[0]?.();
  expect(await first).toBe(1);
  await expect.poll(() => gone).toEqual([['a'], ['b', 'c']]);
  const [bad, fellow] = [lane.join('bad'), lane.join('d')];
  ends[1]?.();
  expect([await second, await third]).toEqual([2, 2]);
  await expect.poll(() => gone.length).toBe(3);
  ends[2]?.();
  await expect(bad).rejects.toThrow('bad');
  await expect(fellow).rejects.toThrow('bad');
  const last = lane.join('e');
  await expect.poll(() => gone.length).toBe(4);
  ends[3]?.();
  expect(await last).toBe(1);
});
