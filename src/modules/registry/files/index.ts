export { columnsOf, type FileColumns, type HeaderProblem } from './columns-of.js';
export { fileName, type NamedFile, parseFileName } from './file-name.js';
export { type FieldOf, type FileKind, type FileRow, NATIONAL_FILES, SEPARATOR } from './national-file.js';
