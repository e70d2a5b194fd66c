import { type DmpAccess, type DmpMatrix, type DocumentType, dmpAccess, dmpReaders } from './dmp-matrix.js';

/** One reader and one type of document whose answer is another one. */
export interface DmpChange {
  readonly reader: string;
  readonly readerCode: string;
  readonly document: DocumentType;
  readonly before: DmpAccess;
  readonly after: DmpAccess;
}

/** What a version would change for those who read: every reader of either, each type of document, where the answer differs. */
export function dmpChanges(before: DmpMatrix, after: DmpMatrix, types: readonly DocumentType[]): DmpChange[] {
  const readers = new Map([...dmpReaders(before), ...dmpReaders(after)]);
  return [...readers].flatMap(([readerCode, reader]) =>
    types.flatMap((document) => {
      const [was, is] = [before, after].map((matrix) => dmpAccess(matrix, readerCode, document).access);
      return was === is ? [] : [{ reader, readerCode, document, before: was ?? 'none', after: is ?? 'none' }];
    }),
  );
}
