import type { Population } from '../../modules/directory/index.js';
import { CRITERION_WORDS, FEW, largestFirst, SHOWN, valueWords } from './words.js';

/** What a spreadsheet takes for the beginning of a formula: codes come from files, and may be anything. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => {
  const plain = (FORMULA.test(text) ? `'${text}` : text).replaceAll('\u00a0', ' ');
  return /[";\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/**
 * The counts as a CSV file that French spreadsheets open: semicolons, UTF-8 with its mark. In: the counts, in words
 * whom they are of. Out: one line for the total, one per value of each criterion left open.
 */
export function toCsv(population: Population, who: string): string {
  const { at, people, breakdowns } = population;
  const lines = SHOWN.flatMap((name) =>
    [...(breakdowns[name] ?? [])]
      .sort(largestFirst)
      .map(([value, told]) => [
        CRITERION_WORDS[name].name,
        value,
        valueWords(name, value),
        told === 'few' ? FEW : String(told),
      ]),
  );
  const total = people === 'few' ? FEW : String(people);
  const all = [
    ['Critère', 'Code', 'Libellé', 'Personnes', 'Population', 'État du'],
    ...[['Total', '', who, total], ...lines].map((line) => [...line, who, at.toISOString()]),
  ];
  return `\uFEFF${all.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
}
