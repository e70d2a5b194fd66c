import { describe, expect, it } from 'vitest';
import { makeRpps } from '../../../nomenclatures/index.js';
import { pairReader } from './read-pair.js';

const rpps = makeRpps('9971000001');
const pair = { adeli: '0991234567', rpps: `8${rpps}` };

describe('a line of a file of correspondences', () => {
  it('gives the two numbers with their prefixes, whichever column comes first', () => {
    expect(pairReader('N° ADELI;N° RPPS')?.(`991234567;${rpps}`)).toEqual(pair);
    expect(pairReader('N° RPPS;N° ADELI')?.(`${rpps};991234567`)).toEqual(pair);
  });

  it.each(['', 'a;b', 'N° ADELI', 'N° ADELI;N° RPPS;x', 'N° ADELI|N° RPPS'])(
    'is not read under the header « %s »',
    (header) => expect(pairReader(header)).toBeUndefined(),
  );

  it.each([
    '',
    '991234567',
    `991234567;${rpps};`,
    `99123456;${rpps}`,
    '991234567;99710000012',
    ` 991234567;${rpps}`,
  ])('is not taken when it is « %s »', (line) =>
    expect(pairReader('N° ADELI;N° RPPS')?.(line)).toHaveProperty('reason'),
  );
});
