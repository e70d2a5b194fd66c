import { expect, it } from 'vitest';
import { makeRpps } from '../../modules/nomenclatures/index.js';
import { readList } from './read-list.js';
import { isHereDuring } from './situation-here.js';

const RPPS = makeRpps('9978000001');

it('reads one number per line, with or without its 8, once each, and says which lines it cannot read', () => {
  expect(readList(`${RPPS}\r\n\n 8${RPPS} \nbonjour\n12`)).toEqual({
    idNats: [`8${RPPS}`],
    faults: [
      { line: 4, message: expect.stringMatching(/./) },
      { line: 5, message: expect.stringMatching(/./) },
    ],
  });
  expect(readList('')).toEqual({ idNats: [], faults: [] });
});

it('takes a situation for one of a contract only in the structure, and for all of its days', () => {
  const here = (from: string | undefined, to: string | undefined, structure = 'F1') => {
    const activity = { structure, ...(from && { from }), ...(to && { to }) };
    const person = { exercises: [{ activities: [activity] }] } as unknown as Parameters<
      typeof isHereDuring
    >[0];
    return isHereDuring(person, new Set(['F1', 'F2']), { from: '2026-12-01', to: '2026-12-31' });
  };
  expect([here(undefined, undefined), here('2026-12-01', '2026-12-31', 'F2')]).toEqual([true, true]);
  expect([
    here('2026-12-02', undefined),
    here(undefined, '2026-12-30'),
    here(undefined, undefined, 'F3'),
  ]).toEqual([false, false, false]);
});
