import { expect, it } from 'vitest';
import { nurses2021 } from './nurses-2021.js';

it('keeps the proportions of January 2021 for any number of nurses', () => {
  const count = (total: number, card: boolean, enrolled: boolean, mode: string) =>
    nurses2021(total).filter((one) => one.card === card && one.enrolled === enrolled && one.mode === mode)
      .length;
  expect([count(7000, true, true, 'L'), count(7000, true, true, 'S'), count(7000, false, true, 'S')]).toEqual(
    [1200, 600, 2000],
  );
  // Half of the salaried holders are at the ordre, almost all of the liberal ones.
  expect(count(7000, true, false, 'S')).toBe(count(7000, true, true, 'S'));
  expect(
    count(7000, true, true, 'L') / (count(7000, true, true, 'L') + count(7000, true, false, 'L')),
  ).toBeGreaterThan(0.95);
  for (const total of [0, 1, 7, 35, 100, 333]) expect(nurses2021(total)).toHaveLength(total);
});
