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

  it('wait while one is under way, and then go together', async () => {
    const { ask, asked, release } = slow();
    const first = ask(db, 1);
    await new Promise((resolve) => setImmediate(resolve));
    const others = [2, 3].map((one) => ask(db, one));
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await release();
    await release();
    expect(await Promise.all([first, ...others])).toEqual([10, 20, 30]);
    expect(asked.flat()).toEqual([1, 2, 3]);
  });

  it('are not held back for ever by one that never ends', async () => {
    const asked: number[] = [];
    const ask = gathered<number, number>(async (_db, questions) => {
      asked.push(...questions);
      return questions.includes(1) ? new Promise<number[]>(() => undefined) : questions;
    });
    void ask(db, 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ask(db, 2)).toBe(2);
    expect(asked).toEqual([1, 2]);
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
