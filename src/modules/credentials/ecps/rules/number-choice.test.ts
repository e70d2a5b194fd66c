import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseNumbers, surroundNumber } from './number-choice.js';

it('gives three different two-digit numbers, the right one among them', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (stream) => {
      const { numbers, right } = chooseNumbers((below) => (stream.next().value ?? 0) % below);
      expect(new Set(numbers).size).toBe(3);
      expect(numbers.every((n) => n >= 10 && n <= 99)).toBe(true);
      expect(numbers).toContain(right);
    }),
  );
});

it('puts the right number in each place', () => {
  const places = [0, 1, 2].map((place) => {
    const draws = [1, 2, 3, place];
    const { numbers, right } = chooseNumbers(() => draws.shift() ?? 0);
    return numbers.indexOf(right);
  });
  expect(places).toEqual([0, 1, 2]);
});

it('surrounds a number chosen by the computer with two others, in any place', () => {
  fc.assert(
    fc.property(fc.nat(99), fc.nat(2), fc.integer({ min: 1, max: 98 }), (right, place, step) => {
      let last = right;
      const { numbers } = surroundNumber(right, (below) => {
        if (below === 3) return place;
        last = (last + step) % 100;
        return last === right ? (last + 1) % 100 : last;
      });
      expect(new Set(numbers).size).toBe(3);
      expect(numbers.indexOf(right)).toBe(place);
      expect(numbers.every((n) => n >= 0 && n <= 99)).toBe(true);
    }),
  );
});
