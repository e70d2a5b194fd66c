import type { ParkLine } from './park.js';
import { STATE_WORDS } from './words.js';

const HEADER = ['Nom', 'Identifiant', 'Type', 'Nominative', 'Structure', 'Numéro', 'État', 'Fin de validité'];

/** A cell that a spreadsheet takes as text: a name that begins like a formula must not become one. */
const cell = (value: string): string =>
  `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** The park as a file for spreadsheets: semicolons, UTF-8 with its mark, one line a card or an order. */
export function parkCsv(lines: readonly ParkLine[]): string {
  const rows = lines.map((one) => [
    ...[one.name, one.idNat, one.type, one.nominative ? 'oui' : 'non', one.structure.name],
    ...[one.number ?? '', STATE_WORDS[one.standing][0], one.until ?? ''],
  ]);
  return `\uFEFF${[HEADER, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}
