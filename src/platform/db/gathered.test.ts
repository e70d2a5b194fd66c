import { describe, expect, it } from 'vitest';
import type { Db } from './connection.js';
import { gathered } from './gathered.js';

const db = {} as Db;

/** Answers when it is told to, and says what was asked together. */
function slow() {
  const asked: (readonly number[])[] = [];
  const go: (() => void)[] = [];
  const ask = gathered<number, number>(async (_db, questions) => {
    asked.push(questions);
    await new Promise<void>((resolve) => go.push(resolve));
    if (questions.includes(13)) throw new Error('unlucky');
    return questions.map((one) => one * 10);
  });
  const release = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    for (const one of go.splice(0)) one();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask, asked, release };
}

describe('questions that are gathered', () => {
  it('go together when they come together, and each gets its own answer', async () => {
    const { ask, asked, release } = slow();
    const answers = [1, 2, 3].map((one) => ask(db, one));
    await release();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
    expect(asked).toEqual([[1, 2, 3]]);
  });

  it('wait while two are under way, and then go together', async () => {
    const { ask, asked, release } = slow();
    const first = ask(db, 1);
    await new Promise((resolve) => setImmediate(resolve));
    const second = ask(db, 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual([[1], [2]]);
    const others = [3, 4].map((one) => ask(db, one));
    await release();
    while (asked.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await release();
    expect(await Promise.all([first, second, ...others])).toEqual([10, 20, 30, 40]);
    expect(asked[2]).toEqual([3, 4]);
  });

  it('are not held back for ever by those that never end', async () => {
    const asked: number[] = [];
    const ask = gathered<number, number>(async (_db, questions) => {
      asked.push(...questions);
      return questions.some((one) => one < 3) ? new Promise<number[]>(() => undefined) : questions;
    });
    for (const one of [1, 2]) {
      void ask(db, one);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ask(db, 3)).toBe(3);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('fail alone: who asked beside one that fails is answered', async () => {
    const { ask, release } = slow();
    const answers = Promise.allSettled([1, 13, 2].map((one) => ask(db, one)));
    await release();
    await release();
    expect((await answers).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      10,
      'failed',
      20,
    ]);
  });

  it('of two databases never go together', async () => {
    const { ask, asked, release } = slow();
    const answers = [ask(db, 1), ask({} as Db, 2)];
    await release();
    await Promise.all(answers);
    expect(asked).toEqual([[1], [2]]);
  });
});
