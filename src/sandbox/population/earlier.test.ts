import { expect, it } from 'vitest';
import { notAfter } from './earlier.js';

const somebody = {
  since: '2024-09-02',
  record: { civilStatus: { birthDate: '2000-02-29' }, skills: [{ from: '2024-09-02', code: '10' }] },
};

it('moves all dates by whole years, so that nothing begins after the day', () => {
  expect(notAfter(somebody, '2021-01-12')).toEqual({
    since: '2020-09-02',
    record: { civilStatus: { birthDate: '1996-02-29' }, skills: [{ from: '2020-09-02', code: '10' }] },
  });
  expect(notAfter(somebody, '2021-12-31')).toMatchObject({
    since: '2021-09-02',
    record: { civilStatus: { birthDate: '1997-02-28' } },
  });
});

it('leaves as they are those who have begun', () => {
  expect(notAfter(somebody, '2024-09-02')).toBe(somebody);
});
