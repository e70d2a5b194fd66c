/** What a line of a file asks for. */
export type BulkAct = 'order' | 'order-service' | 'renew' | 'oppose';

/** Why a card is opposed by a file. */
export type BulkReason = 'end-of-activity' | 'loss' | 'theft';

/** One line of a file that can be read. */
export interface BulkLine {
  /** Its place in the file, the header being the first. */
  readonly line: number;
  readonly act: BulkAct;
  /** FINESS or SIRET number; empty: the structure of whoever sends the file. */
  readonly structure: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly idNat: string;
  readonly cardNumber: string;
  readonly reason: BulkReason;
  /** The same name as somebody else of the structure, on purpose. */
  readonly namesake: boolean;
}

export interface BulkFault {
  readonly line: number;
  readonly message: string;
}

/** The header that a file begins with. */
export const BULK_COLUMNS = [
  'action',
  'structure',
  'prenom',
  'nom',
  'identifiant',
  'carte',
  'motif',
  'homonyme',
] as const;
type Column = (typeof BULK_COLUMNS)[number];

/** Lines of one file. */
export const MOST_LINES = 300;

// Maps: a cell may hold the name of what every object inherits.
const ACTS: ReadonlyMap<string, BulkAct> = new Map([
  ['commander', 'order'],
  ['commander-service', 'order-service'],
  ['renouveler', 'renew'],
  ['opposer', 'oppose'],
]);
const REASONS: ReadonlyMap<string, BulkReason> = new Map([
  ['', 'end-of-activity'],
  ['depart', 'end-of-activity'],
  ['perte', 'loss'],
  ['vol', 'theft'],
]);

/**
 * Reads a file: semicolons, one header, UTF-8, cells with or without quotes. Each line is read or faulty as a whole; two lines
 * that ask the same are one, and a fault.
 */
export function readBulk(text: string): { readonly lines: BulkLine[]; readonly faults: BulkFault[] } {
  const [header = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const columns = cellsOf(header).map((cell) => cell.toLowerCase());
  if (!columns.includes('action'))
    return { lines: [], faults: [{ line: 1, message: `L’en-tête attendu est : ${BULK_COLUMNS.join(';')}` }] };
  const filled = rest
    .map((row, i) => ({ row, line: i + 2 }))
    .filter(({ row }) => row.replace(/[;\s]/g, '') !== '');
  if (filled.length > MOST_LINES)
    return { lines: [], faults: [{ line: 1, message: `Un fichier compte ${MOST_LINES} lignes au plus.` }] };
  const [lines, faults, seen]: [BulkLine[], BulkFault[], Map<string, number>] = [[], [], new Map()];
  for (const { row, line } of filled) {
    const cells = cellsOf(row);
    const read = readLine(line, (column) => cells[columns.indexOf(column)] ?? '');
    const key = 'message' in read ? '' : JSON.stringify({ ...read, line: 0 }).toLowerCase();
    const before = seen.get(key);
    if ('message' in read) faults.push(read);
    else if (before !== undefined)
      faults.push({ line, message: `La même demande est déjà à la ligne ${before}.` });
    else {
      seen.set(key, line);
      lines.push(read);
    }
  }
  return { lines, faults };
}

const cellsOf = (row: string): string[] =>
  [...row.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"(?=;|$)|([^;]*))/g)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );

function readLine(line: number, cell: (column: Column) => string): BulkLine | BulkFault {
  const act = ACTS.get(cell('action').toLowerCase());
  const reason = REASONS.get(cell('motif').toLowerCase());
  const [givenName, familyName, cardNumber] = [cell('prenom'), cell('nom'), cell('carte').replace(/\s/g, '')];
  const fault = (message: string) => ({ line, message });
  if (!act) return fault(`Action inconnue : ${[...ACTS.keys()].join(', ')}.`);
  if (!reason) return fault('Motif inconnu : depart, perte ou vol.');
  if (act === 'order' && (!givenName || !familyName)) return fault('Donnez le prénom et le nom du porteur.');
  if (act === 'order-service' && !familyName) return fault('Donnez le nom du service dans la colonne nom.');
  const onCard = act === 'renew' || act === 'oppose';
  if (onCard && !/^\d{10}$/.test(cardNumber)) return fault('Donnez le numéro de la carte, dix chiffres.');
  return {
    ...{ line, act, reason, familyName, cardNumber: onCard ? cardNumber : '' },
    givenName: act === 'order-service' ? '' : givenName,
    structure: cell('structure').replace(/\s/g, '').toUpperCase(),
    idNat: cell('identifiant').replace(/\s/g, ''),
    namesake: cell('homonyme').toLowerCase() === 'oui',
  };
}
