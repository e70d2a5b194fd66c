import { describe, expect, it } from 'vitest';
import { differences } from './differences.js';

describe('the differences between two versions', () => {
  it('are none between equal values', () => {
    expect(differences({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
  });

  it('name the leaf, its old and its new value', () => {
    expect(
      differences({ correspondence: { mail: 'a@x.example' } }, { correspondence: { mail: 'b@x.example' } }),
    ).toEqual([{ field: 'correspondence/mail', from: 'a@x.example', to: 'b@x.example' }]);
  });

  it('tell what appears and what disappears', () => {
    expect(differences({ list: [{ a: 1 }] }, { list: [{ a: 1 }, { a: 2 }], b: 'x' })).toEqual([
      { field: 'list/1/a', to: 2 },
      { field: 'b', to: 'x' },
    ]);
    expect(differences({ a: { b: 1 } }, {})).toEqual([{ field: 'a/b', from: 1 }]);
    expect(differences({ a: 1 }, { a: { b: 2 } })).toEqual([
      { field: 'a', from: 1 },
      { field: 'a/b', to: 2 },
    ]);
  });
});
