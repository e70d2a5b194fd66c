import { expect, it } from 'vitest';
import { ORDER_ACTS, type OrderAct, type OrderState } from './order-life-cycle.js';

const STATES: OrderState[] = ['ordered', 'validated', 'in-production', 'sent', 'cancelled'];
const ALLOWED = [
  'ordered validate validated',
  'validated produce in-production',
  'in-production send sent',
  'ordered cancel cancelled',
  'validated cancel cancelled',
  'ordered abandon cancelled',
  'validated abandon cancelled',
  'in-production abandon cancelled',
];

it('allows the acts listed on an order and refuses every other one', () => {
  for (const state of STATES) {
    for (const act of Object.keys(ORDER_ACTS) as OrderAct[]) {
      const { from, to } = ORDER_ACTS[act];
      const step = `${state} ${act} ${to}`;
      expect([step, from.includes(state)]).toEqual([step, ALLOWED.includes(step)]);
    }
  }
});
