import { DIPLOMES } from './diplomes.js';
import { PERSONNE_ACTIVITE } from './personne-activite.js';
import { PROSANTECONNECT } from './prosanteconnect.js';
import { SAVOIR_FAIRE } from './savoir-faire.js';

/** A column: its header as we write it, and what it holds in our words. */
export type Column = readonly [header: string, field: string];

/** Between two cells and after the last one of every line, header included; no quotes, no escapes. */
export const SEPARATOR = '|';

/**
 * The files of the national directory.
 * `name` stands before the time stamp; `columns` are in the order of the widest variant; the first `required` ones are
 * in every variant, the others came later; `mark` is a field that the files named after it here do not have.
 */
export const NATIONAL_FILES = {
  prosanteconnect: {
    name: 'Extraction_ProSanteConnect_Personne_activite',
    columns: PROSANTECONNECT,
    required: 49,
    mark: 'birthName',
  },
  diplomes: {
    name: 'PS_LibreAcces_Dipl_AutExerc',
    columns: DIPLOMES,
    required: 13,
    mark: 'diploma',
  },
  'personne-activite': {
    name: 'PS_LibreAcces_Personne_activite',
    columns: PERSONNE_ACTIVITE,
    required: 48,
    mark: 'modeLabel',
  },
  'savoir-faire': {
    name: 'PS_LibreAcces_SavoirFaire',
    columns: SAVOIR_FAIRE,
    required: 13,
    mark: 'skillLabel',
  },
} as const;

export type FileKind = keyof typeof NATIONAL_FILES;

/** The fields of a kind of file. */
export type FieldOf<K extends FileKind> = (typeof NATIONAL_FILES)[K]['columns'][number][1];

/** A line as texts, codes with their leading zeros; a missing value is '', a column that the file lacks is absent. */
export type FileRow<K extends FileKind> = Readonly<Partial<Record<FieldOf<K>, string>>>;
