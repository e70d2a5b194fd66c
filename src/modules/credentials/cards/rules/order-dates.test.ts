import { expect, it } from 'vitest';
import { orderDates } from './order-dates.js';

it('makes a card after a working day, sends it after five and its codes the day after', () => {
  // A Thursday: the week-end does not count.
  expect(orderDates(new Date('2026-11-19T10:00:00Z'))).toEqual({
    production: new Date('2026-11-20T10:00:00Z'),
    card: new Date('2026-11-26T10:00:00Z'),
    codes: new Date('2026-11-27T10:00:00Z'),
  });
  expect(orderDates(new Date('2026-11-21T10:00:00Z')).card).toEqual(new Date('2026-11-27T10:00:00Z'));
});
