import { describe, expect, it } from 'vitest';
import { makeRpps } from '../../../nomenclatures/index.js';
import { otherIdsOf } from './other-ids.js';

const rpps = makeRpps('9971000001');
const own = `8${rpps}`;

describe('the cell of the other identifiers of a person', () => {
  it('gives the numbers other than the own one, with their prefix, in order', () => {
    const psi = '855e8700-e29b-41d4-a716-446655440000';
    expect(otherIdsOf(`${own},RPPS,1;991234567,ADELI,1;${psi},PSI,2;`, own)).toBe(`0991234567;${psi}`);
    expect(otherIdsOf('0991234567,ADELI,1;991234567,ADELI,1', own)).toBe('0991234567');
    expect(otherIdsOf(`${rpps},RPPS,1`, '0991234567')).toBe(own);
    expect(otherIdsOf('', own)).toBe('');
  });

  it.each(['991234567', '12,ADELI,1', 'x,RPPS,1', '0991234567,ADELI,1,2', `8${'1'.repeat(11)},RPPS,1`])(
    'is refused for « %s »',
    (cell) => expect(otherIdsOf(cell, own)).toBeUndefined(),
  );
});
