import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance } from './distance.js';
import { likelyNames } from './likely-names.js';
import { nameKeys } from './name-keys.js';
import { soundOf } from './sound-of.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const word = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 4, maxLength: 14 });

describe('misspelt names', () => {
  it('share a key with the name whatever the one letter that is amiss', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(...LETTERS), fc.nat(3), (name, where, letter, fault) => {
        const at = where % name.length;
        const wrong = [
          name.slice(0, at) + name.slice(at + 1),
          name.slice(0, at) + letter + name.slice(at),
          name.slice(0, at) + letter + name.slice(at + 1),
          name.slice(0, at) + (name[at + 1] ?? '') + name[at] + name.slice(at + 2),
        ][fault] as string;
        const shared = nameKeys(wrong).filter((key) => nameKeys(name).includes(key));
        expect(shared, `${wrong} for ${name}`).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['martn', 'martin'],
    ['duppont', 'dupont'],
    ['lefebvre', 'lefevre'],
    ['gautier', 'gauthier'],
    ['philipe', 'philippe'],
    ['chevalier', 'chevallier'],
    ['benard', 'bernard'],
    ['rosseau', 'rousseau'],
    ['renaud', 'renault'],
    ['tibaut', 'thibault'],
  ])('« %s » means « %s » before others', (typed, meant) => {
    const others = ['moreau', 'petit', 'durand', 'leroy', 'zola', 'marchand', 'fournier'];
    expect(likelyNames(typed, [...others, meant], 5)).toEqual([meant]);
    expect(nameKeys(typed).some((key) => nameKeys(meant).includes(key))).toBe(true);
  });

  it('never proposes the word itself nor what is far from it', () => {
    expect(likelyNames('martin', ['martin', 'bertrand', 'lopez'], 5)).toEqual([]);
  });
});

describe('the distance of two words', () => {
  it('is that of the textbook', () => {
    expect(distance('abcd', 'abdc', 3)).toBe(1);
    expect(distance('kitten', 'sitting', 5)).toBe(3);
    expect(distance('abc', 'abcdefgh', 2)).toBe(3);
  });

  it('is the same both ways, nought only for the same word', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b, 20)).toBe(distance(b, a, 20));
        expect(distance(a, b, 20) === 0).toBe(a === b);
      }),
    );
  });
});

it('hears what is written in several ways', () => {
  const alike = [
    ['lefebvre', 'lefebvre'],
    ['gauthier', 'gautier'],
    ['philippe', 'filipe'],
    ['renaud', 'renault'],
    ['dupont', 'dupond'],
  ];
  for (const [one = '', other = ''] of alike) expect(soundOf(one)).toBe(soundOf(other));
});
