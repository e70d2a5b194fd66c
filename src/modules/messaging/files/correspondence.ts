/** A column of `Extraction_Correspondance_MSSante`: its header as published, and what it holds in our words. */
export const CORRESPONDENCE = [
  ['Type de BAL', 'type'],
  ['Adresse BAL', 'address'],
  ['Type Identifiant PP', 'idType'],
  ['Identifiant PP', 'number'],
  ['Identification nationale PP', 'idNat'],
  ['Type identifiant structure', 'structureIdType'],
  ['Identification Structure', 'structure'],
  ['Service de rattachement', 'service'],
  ["Civilité d'exercice", 'civility'],
  ["Nom d'exercice", 'name'],
  ["Prénom d'exercice", 'givenName'],
  ['Catégorie profession', 'category'],
  ['Libellé de catégorie profession', 'categoryLabel'],
  ['Code Profession', 'profession'],
  ['Libellé Profession', 'professionLabel'],
  ['Code savoir-faire', 'skill'],
  ['Libellé savoir-faire', 'skillLabel'],
  ['Dématérialisation', 'dematerialisation'],
  ['Raison Sociale structure BAL', 'structureName'],
  ['Enseigne commerciale structure BAL', 'brand'],
  ['L2COMPLEMENTLOCALISATION structure BAL', 'recipient'],
  ['L3COMPLEMENTDISTRIBUTION structure BAL', 'geographicPoint'],
  ['L4NUMEROVOIE structure BAL', 'streetNumber'],
  ['L4COMPLEMENTNUMEROVOIE structure BAL', 'repetition'],
  ['NL4TYPEVOIE structure BAL', 'streetType'],
  ['L4LIBELLEVOIE structure BAL', 'street'],
  ['L5LIEUDITMENTION structure BAL', 'mention'],
  ['L6LIGNEACHEMINEMENT structure BAL', 'routing'],
  ['Code postal structure BAL', 'postcode'],
  ['Département structure BAL', 'departement'],
  ['Pays structure BAL', 'country'],
] as const;

export type CorrespondenceField = (typeof CORRESPONDENCE)[number][1];

/** A line as texts; a missing value is ''. */
export type CorrespondenceRow = Readonly<Record<CorrespondenceField, string>>;

const SEPARATOR = '|';

/** The first line of the file, without its end. */
export const CORRESPONDENCE_HEADER = CORRESPONDENCE.map(([name]) => `${name}${SEPARATOR}`).join('');

/** A line of the file, without its end: separators stand after the last cell too, and nothing is quoted. */
export function correspondenceLine(row: CorrespondenceRow): string {
  return CORRESPONDENCE.map(([, field]) => `${row[field].replace(/[|\r\n]/g, ' ')}${SEPARATOR}`).join('');
}

/** Whether a line is the header: the same 31 columns in the same order, the separator after the last or not. */
export const isCorrespondenceHeader = (line: string): boolean =>
  line.replace(/^\uFEFF/, '').replace(/\|?\r?$/, SEPARATOR) === CORRESPONDENCE_HEADER;

/** What stands where a line has its address, whatever else is wrong with the line. */
export const addressCell = (line: string): string => line.split(SEPARATOR)[ADDRESS] ?? '';

const ADDRESS = CORRESPONDENCE.findIndex(([, field]) => field === 'address');

/** Reads a line; undefined when it has not the 31 cells. */
export function readCorrespondenceLine(line: string): CorrespondenceRow | undefined {
  const cells = line.replace(/\r$/, '').split(SEPARATOR);
  const closed = cells.length === CORRESPONDENCE.length + 1 && cells.at(-1) === '';
  if (!closed && cells.length !== CORRESPONDENCE.length) return undefined;
  return Object.fromEntries(
    CORRESPONDENCE.map(([, field], i) => [field, cells[i]?.trim() ?? '']),
  ) as CorrespondenceRow;
}
