import { expect, it } from 'vitest';
import { StateQueue } from '../../src/modules/credentials/ca/state-queue.js';

/** Lets all that was planned for this moment happen. */
const moment = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it('asks at once for who comes alone, and together for who comes while enough is being signed', async () => {
  const asked: string[][] = [];
  const queue = new StateQueue<string>(async (serials) => {
    asked.push([...serials]);
    return serials.map((serial) => ({ state: serial === 'unknown' ? 'unknown' : 'good' }));
  });
  expect(await queue.state('one')).toEqual({ state: 'good' });
  const ends: (() => void)[] = [];
  const signing = Array.from({ length: 8 }, () =>
    queue.whileSigning(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  const waiting = ['two', 'unknown', 'three'].map((serial) => queue.state(serial));
  await moment();
  expect(asked).toEqual([['one']]);
  ends[0]?.();
  expect(await Promise.all(waiting)).toEqual(['good', 'unknown', 'good'].map((state) => ({ state })));
  expect(asked).toEqual([['one'], ['two', 'unknown', 'three']]);
  for (const end of ends) end();
  await Promise.all(signing);
});

it('tells a failure to all who asked together, and goes on with the next ones', async () => {
  let broken = true;
  const queue = new StateQueue<string>(async (serials) => {
    if (broken) throw new Error('away');
    return serials.map(() => ({ state: 'good' }));
  });
  const all = await Promise.allSettled([queue.state('one'), queue.state('two')]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await queue.state('one')).toEqual({ state: 'good' });
  await expect(queue.whileSigning(() => Promise.reject(new Error('no key')))).rejects.toThrow('no key');
  expect(await queue.state('two')).toEqual({ state: 'good' });
});
