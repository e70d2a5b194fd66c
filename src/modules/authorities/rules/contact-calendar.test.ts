import { expect, it } from 'vitest';
import { inAdeliEra, isReadLater } from './adeli-era.js';
import { contactDays, nextContactDays } from './contact-calendar.js';

it('announces 11/01, 12/02, then every fourteen days, until the RPPS takes the nurses', () => {
  expect(contactDays().slice(0, 4)).toEqual(['2021-01-11', '2021-02-12', '2021-02-26', '2021-03-12']);
  expect(contactDays().at(-1)).toBe('2021-10-22');
  expect(nextContactDays('2021-01-12', 2)).toEqual(['2021-02-12', '2021-02-26']);
  expect(nextContactDays('2021-02-12')).toEqual(['2021-02-12']);
  expect(nextContactDays('2021-10-28')).toEqual([]);
});

it('ends the era of ADELI on its last day, for ADELI numbers and for the ordre of nurses alone', () => {
  expect([inAdeliEra('0357900001', '2021-10-27'), inAdeliEra('0357900001', '2021-10-28')]).toEqual([
    true,
    false,
  ]);
  expect(inAdeliEra('899780000017', '2021-01-11')).toBe(false);
  expect([
    isReadLater('ONI', '0357900001', '2021-01-11'),
    isReadLater('ARS-R53', '0357900001', '2021-01-11'),
  ]).toEqual([true, false]);
  expect(isReadLater('ONI', null, '2021-01-11')).toBe(false);
});
