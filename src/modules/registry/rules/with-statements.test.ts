import { expect, it } from 'vitest';
import type { PartRow } from '../part.js';
import { withStatements } from './with-statements.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const row = (from: number, more: Partial<PartRow> = {}): PartRow => ({
  ...{ personId: 1, kind: 'civil-status', key: 'CNOM', value: {}, authority: 'CNOM', act: 'import x' },
  ...{ validFrom: day(from), validTo: null, recordedAt: day(from), supersededAt: null },
  ...more,
});

it('lets the word of the register end what a file says of the same thing, and of nothing else', () => {
  const certified = row(10, { id: 3, act: 'certify' });
  const [own, imported, other] = withStatements([certified], [row(1), row(1, { key: 'ONI' })]);
  expect(own).toBe(certified);
  expect(imported).toMatchObject({ validFrom: day(1), validTo: day(10) });
  expect(other).toMatchObject({ key: 'ONI', validTo: null });
});

it('forgets what a file says only later, and minds no word that was set aside', () => {
  expect(withStatements([row(10, { id: 3 })], [row(12)])).toHaveLength(1);
  const setAside = row(10, { id: 3, supersededAt: day(11) });
  expect(withStatements([setAside], [row(12)])).toMatchObject([{ id: 3 }, { validTo: null }]);
});
