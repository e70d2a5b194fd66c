import { expect, it } from 'vitest';
import { parkCsv } from './csv.js';
import type { ParkLine } from './park.js';

const structure = { id: 'F990000010', name: 'Hôpital "du Lac"' };
const line = (name: string): ParkLine => ({
  ...{ name, idNat: '3990000010/CPET00001', type: 'CPE', nominative: true, structure },
  ...{ number: '9900000001', standing: 'active', until: '2029-01-01', soon: false },
});

it('writes one line a card, and never a cell that a spreadsheet would run', () => {
  const [header = '', first, second, end] = parkCsv([line('Exemple Camille'), line('=HYPERLINK("x")')]).split(
    '\r\n',
  );
  expect(header.startsWith('\uFEFF"Nom";')).toBe(true);
  expect(first).toBe(
    '"Exemple Camille";"3990000010/CPET00001";"CPE";"oui";"Hôpital ""du Lac""";"9900000001";"En service";"2029-01-01"',
  );
  expect(second).toContain(`"'=HYPERLINK(""x"")"`);
  expect(end).toBe('');
});
