import { label } from '../../nomenclatures/index.js';
import { DMP_ACCESS, type DmpLine, type DmpMatrix, type DocumentType } from './dmp-matrix.js';

export const DMP_COLUMNS = [
  ...['lecteur', 'code', 'classe', 'document', 'libelle', 'acces', 'certitude', 'source'],
] as const;

const LONGEST_TEXT = 300;
const MOST_LINES = 5000;

/** What is wrong with a file, and where; line 0 for the file as a whole. */
export interface DmpProblem {
  readonly line: number;
  readonly message: string;
}

export type DmpReading = { readonly matrix: DmpMatrix } | { readonly problems: readonly DmpProblem[] };

/**
 * Reads a version of the matrix: three lines `# version:`, `# date:`, `# source:`, a header, then one line for a reader and
 * a document, fields apart by semicolons. In: the text, the types of documents that are known. Out: the matrix, or all
 * that is wrong with the file.
 */
export function readDmpFile(text: string, types: readonly DocumentType[]): DmpReading {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ content, line: index + 1 }));
  const said = new Map(
    rows.flatMap(({ content }) => {
      const [, name = '', value = ''] = /^#\s*(version|date|source)\s*:\s*(.*?)\s*$/.exec(content) ?? [];
      return name ? [[name, value]] : [];
    }),
  );
  const [header, ...body] = rows.filter(({ content }) => content.trim() !== '' && !content.startsWith('#'));
  const problems = [...headProblems(said), ...headerProblems(header?.content)];
  if (body.length === 0 || body.length > MOST_LINES)
    problems.push({ line: 0, message: `Le fichier a de 1 à ${MOST_LINES} lignes.` });
  if (problems.length > 0) return { problems };
  const known = new Map(types.map((type) => [type.code, type]));
  const read = body.map(({ content, line }) => readLine(content, line, known));
  const wrong = [...read.flatMap(({ problems: found }) => found), ...repeated(read)];
  if (wrong.length > 0) return { problems: wrong };
  const { version = '', date = '', source = '' } = Object.fromEntries(said);
  return { matrix: { version, date, source, lines: read.map(({ value }) => value) } };
}

function headProblems(said: ReadonlyMap<string, string>): DmpProblem[] {
  const { version = '', date = '', source = '' } = Object.fromEntries(said);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date);
  return [
    ...(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u.test(version)
      ? []
      : [{ line: 0, message: 'Donnez la version par une ligne « # version: … », 40 signes au plus.' }]),
    ...(isDay ? [] : [{ line: 0, message: 'Donnez le premier jour par une ligne « # date: AAAA-MM-JJ ».' }]),
    ...(source.length >= 5 && source.length <= LONGEST_TEXT
      ? []
      : [{ line: 0, message: 'Dites d’où vient la matrice par une ligne « # source: … ».' }]),
  ];
}

const headerProblems = (header = ''): DmpProblem[] =>
  header.trim() === DMP_COLUMNS.join(';')
    ? []
    : [{ line: 0, message: `La première ligne nomme les colonnes : ${DMP_COLUMNS.join(';')}` }];

interface ReadLine {
  readonly line: number;
  readonly value: DmpLine;
  readonly problems: DmpProblem[];
}

function readLine(content: string, line: number, known: ReadonlyMap<string, DocumentType>): ReadLine {
  const fields = content.split(';').map((field) => field.trim());
  const [reader = '', readerCode = '', documentClass = '', documentType = '', text = ''] = fields;
  const [, , , , , said = '', certainty = '', source = ''] = fields;
  const access = DMP_ACCESS[said as keyof typeof DMP_ACCESS];
  const problems: DmpProblem[] = [];
  const refuse = (message: string) => problems.push({ line, message });
  if (fields.length !== DMP_COLUMNS.length)
    refuse(`Cette ligne a ${fields.length} colonnes au lieu de ${DMP_COLUMNS.length}.`);
  if (fields.some((field) => field.length > LONGEST_TEXT || /\p{C}/u.test(field)))
    refuse('Un texte est trop long, ou contient un signe qui ne se voit pas.');
  if (!reader || !isReader(readerCode))
    refuse(`« ${readerCode.slice(0, 40)} » n’est ni une profession ni un genre d’activité connus.`);
  if (documentType !== '*' && !known.has(documentType))
    refuse(`« ${documentType.slice(0, 40)} » n’est pas un type de document connu.`);
  if (!access) refuse('L’accès est « lecture », « aucun » ou « inconnu ».');
  return {
    ...{ line, problems },
    value: {
      reader,
      readerCode,
      documentClass,
      documentType,
      label: text,
      access: access ?? 'none',
      certainty,
      source,
    },
  };
}

/** The lists whose codes name a reader: professions, titles, roles of the register, kinds of activity. */
const READER_LISTS = ['TRE_G15', 'TRE_R94', 'TRE_R95', 'TRE_R22'];

function isReader(text: string): boolean {
  const [list = '', code = ''] = text.split('#');
  return READER_LISTS.includes(list) && label(list, code) !== undefined;
}

function repeated(read: readonly ReadLine[]): DmpProblem[] {
  const seen = new Map<string, number>();
  return read.flatMap(({ line, value: { readerCode, documentClass, documentType } }) => {
    const key = documentType === '*' ? `${readerCode} ${documentClass} *` : `${readerCode} ${documentType}`;
    const first = seen.get(key);
    seen.set(key, first ?? line);
    return first === undefined
      ? []
      : [{ line, message: `Cette ligne dit autre chose que la ligne ${first}.` }];
  });
}
