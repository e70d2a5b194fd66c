import { expect, it } from 'vitest';
import { sharedProvenance } from './shared-provenance.js';

const from = (authority: string) => ({
  authority,
  validFrom: '2020-01-01',
  recordedAt: '2020-01-02',
  act: 'register',
});
const line = (authority?: string) => ({
  term: 'Nom',
  value: 'X',
  ...(authority && { provenance: from(authority) }),
});

it('tells the source once when every line has the same, and not otherwise', () => {
  expect(sharedProvenance({ title: '', lines: [line('CNOM'), line('CNOM')] })).toEqual(from('CNOM'));
  expect(sharedProvenance({ title: '', lines: [line('CNOM'), line('CNOP')] })).toBeUndefined();
  expect(sharedProvenance({ title: '', lines: [line('CNOM'), line()] })).toBeUndefined();
  expect(sharedProvenance({ title: '', lines: [] })).toBeUndefined();
});
