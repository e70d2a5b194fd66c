import { expect, it } from 'vitest';
import { personalCodeProblem } from './personal-code.js';

const all = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));

it('refuses, of ten thousand codes, the ten of one digit and the fourteen runs, and nothing else', () => {
  const refused = all.filter((code) => personalCodeProblem(code) !== undefined);
  const same = Array.from({ length: 10 }, (_, n) => String(n).repeat(4));
  const up = Array.from({ length: 7 }, (_, n) => [n, n + 1, n + 2, n + 3].join(''));
  const down = up.map((code) => [...code].reverse().join(''));
  expect(refused).toEqual([...same, ...up, ...down].sort());
});

it('refuses what is not four digits', () => {
  for (const code of ['', '258', '25800', '25 8', 'abcd', '２５８０'])
    expect(personalCodeProblem(code)).toBeDefined();
});
