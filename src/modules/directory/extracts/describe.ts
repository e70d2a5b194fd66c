import type { Extract, ExtractFile } from './extract.js';
import { stampOf } from './extract.js';
import type { ExtractRun } from './store.js';
import type { WrittenExtract } from './write-extract.js';

/**
 * The Frictionless description (Data Package v1) of an extract, and of its newest file where there is one: the columns
 * come from the tables that write the lines.
 */
export function describe(extract: Extract, address: string, run?: ExtractRun): Record<string, unknown> {
  const written = run?.files.find((file) => file.service === extract.code);
  return {
    profile: 'tabular-data-package',
    name: extract.code.toLowerCase().replaceAll('_', '-'),
    title: extract.title,
    description: extract.description,
    ...(run && { version: String(run.publication), created: run.at.toISOString() }),
    resources: extract.files.map((file, rank) => resource(file, rank, address, run, written)),
  };
}

function resource(
  file: ExtractFile,
  rank: number,
  address: string,
  run?: ExtractRun,
  written?: WrittenExtract,
): Record<string, unknown> {
  const text = written?.texts[rank];
  return {
    profile: 'tabular-data-resource',
    name: file.name.toLowerCase().replaceAll('_', '-'),
    title: file.title,
    path: address,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    compression: 'zip',
    innerpath: text?.name ?? `${file.name}_${run ? stampOf(run.at) : 'AAAAMMJJhhmm'}.txt`,
    ...(text && { bytes: text.bytes, lines: text.lines }),
    ...(written && {
      archive: { name: written.name, bytes: written.bytes, hash: `sha256:${written.sha256}` },
    }),
    dialect: {
      delimiter: '|',
      lineTerminator: '\n',
      quoteChar: '',
      doubleQuote: false,
      skipInitialSpace: false,
      header: true,
      caseSensitiveHeader: true,
      // Each line, the header too, has one more separator after its last cell.
      trailingDelimiter: true,
    },
    schema: {
      fields: file.columns.map(([name]) => ({ name, type: 'string' })),
      missingValues: [''],
    },
  };
}
