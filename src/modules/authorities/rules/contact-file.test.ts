import { expect, it } from 'vitest';
import { readContactFile } from './contact-file.js';

const read = (...lines: string[]) => readContactFile(lines.join('\n'), 'ONI');
const HEADER = 'NUMERO_ADELI;MAIL;MOBILE';

it('takes a line with a number, a mail and a mobile of ten characters, one of the two being enough', () => {
  const file = read(
    HEADER,
    '356090001;a.b@courriel.example;0639980011',
    '',
    '356090002;;0639980012',
    '356090003;c@d.example;',
  );
  expect(file?.rejected).toEqual([]);
  expect(file?.lines).toBe(3);
  expect(file?.taken[0]).toEqual({
    idNat: '0356090001',
    contacts: {
      mail: 'a.b@courriel.example',
      mobile: { e164: '+33639980011', original: '0639980011', source: 'ONI' },
    },
  });
  expect(file?.taken.slice(1).map(({ contacts }) => Object.keys(contacts))).toEqual([['mobile'], ['mail']]);
});

it('reads a mark of UTF-8 and the line ends of any system', () => {
  expect(readContactFile(`\uFEFF${HEADER}\r\n356090001;;0639980011\r\n`, 'ONI')?.taken).toHaveLength(1);
});

it('rejects each faulty line with its number and its reason, and goes on', () => {
  const file = read(
    HEADER,
    '356090001;;+33639980011',
    '35609;;0639980011',
    '356090001;;',
    '356090001;pas-une-adresse;',
    '356090001;;0139980011',
    '356090001;;063998',
    'a;b',
    '356090002;;0639980012',
    '356090002;;0639980013',
  );
  expect(file?.taken.map(({ idNat }) => idNat)).toEqual(['0356090002']);
  expect(file?.rejected).toEqual([
    { line: 2, reason: 'mobile de 12 caractères : ADELI n’en garde que 10' },
    { line: 3, reason: 'numéro ADELI illisible' },
    { line: 4, reason: 'ni mail ni mobile' },
    { line: 5, reason: 'adresse mail illisible' },
    { line: 6, reason: 'mobile illisible' },
    { line: 7, reason: 'mobile illisible' },
    { line: 8, reason: '2 colonnes au lieu de 3' },
    { line: 10, reason: 'numéro déjà vu dans ce fichier' },
  ]);
});

it('is nothing without the header, or without a line', () => {
  expect([read('ADELI;MAIL', '356090001;;0639980011'), read(HEADER), read('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
