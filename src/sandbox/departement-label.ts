import { departements } from '../modules/nomenclatures/index.js';
import type { Structure } from '../modules/structures/index.js';

/** Where a structure is, as certificates say it: `Paris (75)`. */
export function departementLabel({ address }: Structure): string | undefined {
  const name = departements().find((one) => one.code === address?.departement)?.name;
  return name && `${name} (${address?.departement})`;
}
