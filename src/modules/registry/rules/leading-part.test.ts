import { describe, expect, it } from 'vitest';
import type { PartRow } from '../part.js';
import { leadingCivilStatus, leadingCorrespondence } from './leading-part.js';

const row = (key: string, recorded: number, state: string, from = 0): PartRow => ({
  personId: 1,
  kind: 'civil-status',
  key,
  value: { certification: { state } },
  validFrom: new Date(from),
  validTo: null,
  recordedAt: new Date(recorded),
  supersededAt: null,
  authority: key,
  act: 'register',
});

describe('the civil status that leads', () => {
  it('is the certified one, even when another authority spoke since', () => {
    const first = row('CNOM', 1, 'C');
    expect(leadingCivilStatus([first, row('SSA', 2, 'NC')])).toBe(first);
  });

  it('is else the newest, and of one authority what it says last', () => {
    const last = row('SSA', 2, 'NC');
    expect(leadingCivilStatus([row('CNOM', 1, 'NC'), last])).toBe(last);
    const now = row('CNOM', 3, 'NC', 20);
    expect(leadingCivilStatus([row('CNOM', 3, 'C', 10), now])).toBe(now);
    expect(leadingCivilStatus([])).toBeUndefined();
  });

  it('is not taken from the correspondence, nor the other way', () => {
    expect(leadingCorrespondence([row('CNOM', 1, 'C')])).toBeUndefined();
  });
});
