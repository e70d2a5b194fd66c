import { idNatMessages, parseIdNat } from '../../../nomenclatures/index.js';

/** The numbers of one person, as national identifiers. */
export interface Pair {
  readonly adeli: string;
  readonly rpps: string;
}

const SEPARATOR = ';';

/**
 * Makes the reader of a file of correspondences from its header, `N° ADELI;N° RPPS` in either order: two columns between
 * semicolons, bare numbers. Out: a function of a line, which gives the pair or why it is not taken; undefined when the
 * header is another one.
 */
export function pairReader(header: string): ((line: string) => Pair | { reason: string }) | undefined {
  const heads = header.split(SEPARATOR).map((head) => /\b(ADELI|RPPS)\s*$/i.exec(head)?.[1]?.toUpperCase());
  const [adeli, rpps] = [heads.indexOf('ADELI'), heads.indexOf('RPPS')];
  if (heads.length !== 2 || adeli < 0 || rpps < 0) return undefined;
  return (line) => {
    const cells = line.split(SEPARATOR);
    if (cells.length !== 2) return { reason: `${cells.length} colonnes au lieu de 2` };
    const pair = { adeli: `0${cells[adeli]}`, rpps: `8${cells[rpps]}` };
    const problem = problemOf(pair.adeli) ?? problemOf(pair.rpps);
    return problem === undefined ? pair : { reason: problem };
  };
}

function problemOf(id: string): string | undefined {
  const read = parseIdNat(id);
  if (!read.ok) return idNatMessages[read.problem];
  return read.idNat.value === id ? undefined : `identifiant à écrire ${read.idNat.value}`;
}
