import { describe, expect, it } from 'vitest';
import { ACTIVATION, MEANS, REQUEST, statesBefore } from './life-cycle.js';

const cases = [
  { name: 'e-CPS', table: MEANS, allowed: ['active>locked', 'active>ended', 'locked>ended'] },
  {
    name: 'activation',
    table: ACTIVATION,
    allowed: ['sent>opened', 'sent>cancelled', 'opened>completed', 'opened>failed', 'opened>cancelled'],
  },
  {
    name: 'request',
    table: REQUEST,
    allowed: ['pending>approved', 'pending>refused', 'pending>wrong-number', 'pending>withdrawn'],
  },
];

describe.each(cases)('life cycle: $name', ({ table, allowed }) => {
  const states = Object.keys(table);
  const possible = (from: string, to: string) =>
    statesBefore(table as Readonly<Record<string, readonly string[]>>, to).includes(from);
  const pairs = states.flatMap((from) => states.map((to) => ({ from, to, step: `${from}>${to}` })));

  it('allows the steps listed and refuses every other one', () => {
    for (const { from, to, step } of pairs)
      expect([step, possible(from, to)]).toEqual([step, allowed.includes(step)]);
  });
});
