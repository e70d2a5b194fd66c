import { expect, it } from 'vitest';
import { commonNameProblem } from './common-name.js';
import { careSoftwareKit } from './kits.js';
import { NOTICE_DAYS, noticeDue } from './notices.js';

it('computes names that are taken, whatever the product is called', () => {
  for (const product of ['Ordo', 'Santé & Cie 2', 'é'.repeat(80), 'Logiciel d’établissement (v3)'])
    for (const { usage, commonName } of careSoftwareKit(product))
      expect([commonName, commonNameProblem('ORG', usage, commonName)]).toEqual([commonName, undefined]);
  expect(careSoftwareKit('Santé & Cie 2', 'AUTO').map(({ commonName }) => commonName)).toEqual([
    ...['INSI-AUTO', 'DMP-SANTE-CIE-2', 'DMP-SANTE-CIE-2'],
  ]);
});

it('tells once at each notice, and only the nearest when some were missed', () => {
  const end = new Date(Date.UTC(2030, 0, 1));
  const before = (days: number) => new Date(end.getTime() - days * 86_400_000);
  expect(NOTICE_DAYS.map((days) => noticeDue(end, before(days), null))).toEqual([60, 30, 7]);
  expect(noticeDue(end, before(61), null)).toBeUndefined();
  expect(noticeDue(end, before(45), 60)).toBeUndefined();
  expect(noticeDue(end, before(3), null)).toBe(7);
  expect(noticeDue(end, before(3), 7)).toBeUndefined();
  expect(noticeDue(end, end, null)).toBeUndefined();
});
