import { expect, it } from 'vitest';
import { BULK_COLUMNS, MOST_LINES, readBulk } from './bulk-lines.js';

const HEADER = BULK_COLUMNS.join(';');
const read = (...rows: string[]) => readBulk([HEADER, ...rows].join('\n'));

it('reads each action with what it needs, quoted or not, whatever the ends of lines', () => {
  const { lines, faults } = readBulk(
    `\uFEFF${HEADER}\r\ncommander;990000010;Camille;"Exemple; née ""Essai""";;;;\r\n\r\ncommander-service;;;Urgences\r\nrenouveler;;;;;99 0000 0012\r\nopposer;;;;;9900000013;perte;\r\n`,
  );
  expect(faults).toEqual([]);
  expect(lines).toMatchObject([
    { line: 2, act: 'order', structure: '990000010', familyName: 'Exemple; née "Essai"' },
    { line: 4, act: 'order-service', givenName: '', familyName: 'Urgences' },
    { line: 5, act: 'renew', cardNumber: '9900000012' },
    { line: 6, act: 'oppose', reason: 'loss' },
  ]);
});

it('takes the columns in any order, and a departure where no reason is given', () => {
  expect(readBulk('carte;action\n9900000012;opposer').lines).toMatchObject([{ reason: 'end-of-activity' }]);
});

it('says of each line what is wrong with it, and reads the others', () => {
  const { lines, faults } = read(
    ...[
      'supprimer;;A;B',
      'commander;;;B',
      'commander-service;;A;',
      'opposer;;;;;12',
      'opposer;;;;;9900000012;ennui',
    ],
    ...['commander;;A;B', 'Commander;;a;b'],
  );
  expect(faults.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 8]);
  expect(faults.at(-1)?.message).toContain('ligne 7');
  expect(lines.map(({ line }) => line)).toEqual([7]);
});

it('knows no action nor reason by the name of what an object inherits, and leaves a broken quote in its cell', () => {
  const { lines, faults } = read(
    ...['constructor;;A;B', 'opposer;;;;;9900000012;constructor', 'opposer;;;;;9900000012;__proto__'],
    'commander;;"Jean"-Pierre;B',
  );
  expect(faults.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(lines).toMatchObject([{ givenName: '"Jean"-Pierre', familyName: 'B' }]);
});

it('refuses a file without its header, and one that is too long', () => {
  expect(readBulk('bonjour').faults).toMatchObject([{ line: 1 }]);
  expect(readBulk('').faults).toMatchObject([{ line: 1 }]);
  const rows = Array.from({ length: MOST_LINES + 1 }, (_, i) => `commander;;Camille;Exemple${i}`);
  expect(read(...rows)).toMatchObject({ lines: [], faults: [{ line: 1 }] });
});
