import { readFileSync } from 'node:fs';
import type { DocumentType } from './rules/dmp-matrix.js';

const DATA = new URL('./data/', import.meta.url);
let known: readonly DocumentType[] | undefined;

/** The types of documents of the DMP (JDV_J07, with the classes of the DMP), by class; read once. */
export function documentTypes(): readonly DocumentType[] {
  known ??= (
    JSON.parse(readFileSync(new URL('document-types.json', DATA), 'utf8')) as {
      types: [string, string, string][];
    }
  ).types.map(([code, label, documentClass]) => ({ code, label, class: documentClass }));
  return known;
}

/** The type of that code; undefined when none has it. */
export const documentType = (code: string): DocumentType | undefined =>
  documentTypes().find((type) => type.code === code);

/** The file of the matrix that comes with the program. */
export const shippedMatrixFile = (): string => readFileSync(new URL('dmp-matrix.csv', DATA), 'utf8');
