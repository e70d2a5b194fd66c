/** What a line of the matrix gives: reading, nothing, or a line that the texts name without its content. */
export const DMP_ACCESS = { lecture: 'read', aucun: 'none', inconnu: 'unknown' } as const;
export type DmpAccess = (typeof DMP_ACCESS)[keyof typeof DMP_ACCESS];

export interface DmpLine {
  readonly reader: string;
  /** `TRE_G15#10` a profession, `TRE_R94#41` a title, `TRE_R22#GENR08` a kind of activity. */
  readonly readerCode: string;
  /** A class of documents, or `*`. */
  readonly documentClass: string;
  /** A type of document, or `*`. */
  readonly documentType: string;
  readonly label: string;
  readonly access: DmpAccess;
  /** How sure the line is, and where it was read. In French. */
  readonly certainty: string;
  readonly source: string;
}

/** Who may read what in the DMP, from a day on (arrêté du 26 octobre 2023, annex). */
export interface DmpMatrix {
  readonly version: string;
  /** First day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly source: string;
  readonly lines: readonly DmpLine[];
}

export interface DocumentType {
  readonly code: string;
  readonly label: string;
  /** Empty where the DMP gave it none. */
  readonly class: string;
}

/** What the matrix answers, and the line that says so; no line at all means that nothing is written, hence no. */
export interface DmpAnswer {
  readonly access: DmpAccess;
  readonly line?: DmpLine;
}

/**
 * Whether a reader (a code of the matrix) may read a type of document. The most precise line counts: the type, then its
 * class, then all documents. What no line says, or a line without known content, is not read.
 */
export function dmpAccess(matrix: DmpMatrix, readerCode: string, type: DocumentType): DmpAnswer {
  const lines = matrix.lines.filter((line) => line.readerCode === readerCode);
  const line =
    lines.find(({ documentType }) => documentType === type.code) ??
    lines.find(({ documentType, documentClass }) => documentType === '*' && documentClass === type.class) ??
    lines.find(({ documentType, documentClass }) => documentType === '*' && documentClass === '*');
  return line ? { access: line.access, line } : { access: 'none' };
}

/** The readers of a matrix, in its order: code and name. */
export const dmpReaders = ({ lines }: DmpMatrix): ReadonlyMap<string, string> =>
  new Map(lines.map(({ readerCode, reader }) => [readerCode, reader]));
