import { BLANK_LINE } from '../../../platform/files/damaged-lines.js';
import { departementOfCommune, looksLikeFiness } from '../../nomenclatures/index.js';
import type { Address, DatumOrigin } from '../structure.js';
import { fromProjected } from './position.js';
import {
  apeOf,
  dayOf,
  type FinessRecord,
  finessRecord,
  oneLine,
  type RejectedRecord,
  stated,
} from './record.js';

/** Columns of `etalab-cs1100507` in the order in which they are published. */
export const CSV_COLUMNS = [
  ...['nofinesset', 'nofinessej', 'rs', 'rslongue', 'complrs', 'compldistrib', 'numvoie', 'typvoie', 'voie'],
  ...['compvoie', 'lieuditbp', 'region', 'libregion', 'departement', 'libdepartement', 'cog', 'codepostal'],
  ...['libelle_routage', 'ligneacheminement', 'telephone', 'telecopie', 'categetab', 'libcategetab'],
  ...['liblongcategetab', 'categretab', 'libcategretab', 'siret', 'codeape', 'libcodeape', 'mft', 'libmft'],
  ...['liblongmft', 'sph', 'libsph', 'numen', 'coordx', 'coordy', 'sourcegeocod', 'dategeocod', 'dateautor'],
  ...['dateouvert', 'datemaj'],
] as const;

/** Without these a file is not one of FINESS; the others may lack. */
const NEEDED = ['nofinesset', 'nofinessej', 'rs', 'categetab', 'siret', 'codepostal'];

const LONGEST_CELL = 500;

export type CsvReader = (line: string) => FinessRecord | RejectedRecord;

/** Makes the reader of the lines below a header, whatever the order of its columns; or names those that lack. */
export function csvReader(header: string): CsvReader | { readonly missing: readonly string[] } {
  const columns = cellsOf(header, 0).map((cell) => cell.trim().toLowerCase());
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) return { missing };
  const places = new Map(columns.map((name, i) => [name, i]));
  return (line) => {
    if (line === '') return { reason: BLANK_LINE };
    const cells = cellsOf(line, columns.length);
    const cell = (name: string) => oneLine(cells[places.get(name) ?? -1] ?? '');
    const damage = damageOf(cells, columns.length);
    return damage === undefined ? recordOf(cell) : { reason: damage, ...stated({ id: idOf(cell) }) };
  };
}

function damageOf(cells: readonly string[], count: number): string | undefined {
  if (cells.length !== count) return `${cells.length} colonnes au lieu de ${count}`;
  return cells.some((cell) => cell.length > LONGEST_CELL) ? 'cellule démesurée' : undefined;
}

/** Both numbers are in their places: no cell before them is lost. */
function idOf(cell: (name: string) => string): string | undefined {
  const [site, entity] = [cell('nofinesset'), cell('nofinessej')];
  return looksLikeFiness(site) && looksLikeFiness(entity) ? `F${site}` : undefined;
}

function recordOf(cell: (name: string) => string): FinessRecord | RejectedRecord {
  const position = fromProjected(cell('coordx'), cell('coordy'), cell('sourcegeocod'));
  const located = dayOf(cell('dategeocod'));
  const place: DatumOrigin = { source: 'FINESS', on: located };
  const address = addressOf(cell);
  return finessRecord(
    {
      kind: 'EG',
      ...{ finess: cell('nofinesset'), legalEntity: cell('nofinessej'), name: cell('rs') },
      ...{ longName: cell('rslongue'), category: cell('categetab'), siret: cell('siret'), siren: '' },
    },
    {
      ...stated({
        ape: apeOf(cell('codeape')),
        ...{
          tariff: cell('mft'),
          publicService: cell('sph'),
          phone: cell('telephone'),
          fax: cell('telecopie'),
        },
        ...{ openedOn: dayOf(cell('dateouvert')), authorisedOn: dayOf(cell('dateautor')) },
        changedOn: dayOf(cell('datemaj')),
      }),
      ...(Object.keys(address).length > 0 && { address }),
      ...(position && { position, ...(located && { origins: { position: place } }) }),
    },
  );
}

function addressOf(cell: (name: string) => string): Address {
  // « 76000 ROUEN CEDEX 1 »: the office is what follows the postcode.
  const office = cell('ligneacheminement').replace(/^\d{5} */, '');
  const commune = cell('cog');
  return stated({
    ...{ recipient: cell('complrs'), geographicPoint: cell('compldistrib'), streetNumber: cell('numvoie') },
    ...{ repetition: cell('compvoie'), streetType: cell('typvoie'), street: cell('voie') },
    ...{ mention: cell('lieuditbp'), cedexOffice: office, postcode: cell('codepostal'), commune },
    communeName: cell('libelle_routage'),
    departement: commune === '' ? cell('departement') : departementOfCommune(commune),
    country: '99000',
  }) as Address;
}

/** Cells between semicolons. Quotes are published in names without meaning anything: they count only where they must. */
function cellsOf(line: string, expected: number): string[] {
  const plain = line.split(';');
  if (!line.includes('"') || plain.length === expected) return plain.map(unquoted);
  const cells = line.match(/("(?:[^"]|"")*"|[^;]*)(?:;|$)/g) ?? [];
  return cells.slice(0, line.endsWith(';') ? undefined : -1).map((cell) => unquoted(cell.replace(/;$/, '')));
}

const unquoted = (cell: string): string =>
  /^".*"$/s.test(cell) && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
