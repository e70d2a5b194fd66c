import { publishedName } from '../../../platform/files/saved-name.js';
import { type FileKind, NATIONAL_FILES } from './national-file.js';

/** A name of file read: the kind, and the time of publication as AAAAMMJJhhmm, which sorts as text. */
export interface NamedFile {
  readonly kind: FileKind;
  readonly publishedAt: string;
}

const SHAPE = /^(.+)_(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d)\.(?:txt|zip)$/i;

const KIND_OF = new Map<string, FileKind>([
  ...Object.entries(NATIONAL_FILES).map(([kind, { name }]) => [folded(name), kind as FileKind] as const),
  // Both spellings were published.
  [folded('Extraction_Pro_sante_connect_Personne_activite'), 'prosanteconnect'],
]);

/**
 * The name under which a publication is written, e.g. `PS_LibreAcces_SavoirFaire_202601050245.txt`.
 * In: the kind and the time, of which the UTC hour and minute are written.
 */
export function fileName(kind: FileKind, date: Date): string {
  const stamp = date.toISOString().replace(/\D/g, '').slice(0, 12);
  return `${NATIONAL_FILES[kind].name}_${stamp}.txt`;
}

/** Reads a name as `fileName` writes it, also with `.zip`, in another case or of a second copy; nothing for any other name. */
export function parseFileName(name: string): NamedFile | undefined {
  const [, start = '', publishedAt = ''] = SHAPE.exec(publishedName(name)) ?? [];
  const kind = KIND_OF.get(folded(start));
  return kind && { kind, publishedAt };
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
