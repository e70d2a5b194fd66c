import { expect, it } from 'vitest';
import { isCertified } from './certified.js';

it('holds a civil status for certified once INSEE or FranceConnect vouches for it, and only then', () => {
  const states = ['DI', 'AC', 'C', 'NCI', 'NC', 'AN', 'FC', 'FCP'];
  expect(states.filter(isCertified)).toEqual(['C', 'FC', 'FCP']);
});
