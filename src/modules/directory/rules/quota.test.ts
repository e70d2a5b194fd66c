import { expect, it } from 'vitest';
import { blockOf, USUAL_QUOTA } from './quota.js';

it('leases a twentieth of a small quota at a time, and at most five hundred calls', () => {
  expect([1, 19, 20, 21, 600, USUAL_QUOTA, 10_000_000].map(blockOf)).toEqual([1, 1, 1, 2, 30, 50, 500]);
});
