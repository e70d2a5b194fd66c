import { text } from './cells.js';

/** Where a number comes from, by its first digit (TRE_G08), as the loaders of Pro Santé Connect name it. */
const ORIGINS: Readonly<Record<string, string>> = {
  0: 'ADELI',
  1: 'CAB_ADELI',
  3: 'FINESS',
  4: 'SIREN',
  5: 'SIRET',
  6: 'CAB_RPPS',
  8: 'RPPS',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The cell « Autres identifiants »: every number of the person, its own first, as `number,ORIGIN,quality;…`. */
export const otherIdsCell = ({
  idNat,
  otherIds,
}: {
  readonly idNat: string;
  readonly otherIds: readonly string[];
}): string => text([idNat, ...otherIds].map(written).join(';'));

const written = (id: string): string =>
  UUID.test(id) ? `${id},PSI,2` : `${id},${ORIGINS[/^\d{9}$/.test(id) ? '0' : (id[0] ?? '')] ?? 'RPPS'},1`;
