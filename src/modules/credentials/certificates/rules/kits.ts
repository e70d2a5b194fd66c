import type { Usage } from './offers.js';

/** Who calls INSi: a person through the software, or the software by itself. */
export type InsiCall = 'MANU' | 'AUTO';

export interface KitPart {
  readonly usage: Extract<Usage, 'AUTH_CLI' | 'SIGN'>;
  readonly commonName: string;
  /** What it is for, in French. */
  readonly use: string;
}

const LONGEST = 64;

/**
 * The certificates that care software needs, with their names computed: one for INSi, whose name is imposed, and two for
 * the DMP, one that identifies and one that signs. In: the name of the product.
 */
export function careSoftwareKit(product: string, insi: InsiCall = 'MANU'): readonly KitPart[] {
  const dmp = `DMP-${nameOf(product)}`.slice(0, LONGEST).replace(/-+$/, '');
  return [
    { usage: 'AUTH_CLI', commonName: `INSI-${insi}`, use: 'Appeler INSi' },
    { usage: 'AUTH_CLI', commonName: dmp, use: 'S’identifier auprès du DMP' },
    { usage: 'SIGN', commonName: dmp, use: 'Signer ce qui alimente le DMP' },
  ];
}

/** Letters without accents and digits, in capitals, joined by hyphens. */
const nameOf = (product: string): string =>
  product
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z\d]+/g, '-')
    .replace(/^-|-$/g, '');
