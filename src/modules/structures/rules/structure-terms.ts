import { commune, departementOfCommune } from '../../nomenclatures/index.js';
import type { Structure } from '../structure.js';

/** What a structure is found by, and where it stands in a list. */
export interface StructureTerms {
  readonly sortName: string;
  readonly terms: readonly string[];
}

/**
 * The terms of a structure, each a prefix and a value without spaces: `n_` word of a name, `c_` commune, `z_` postcode,
 * `d_` département, `v_` town as written, `k_` category, `a_` sector, `t_` activity, legal status or part in the
 * public service, `e_` FINESS number of its legal entity, `g_` grouping, `i_` any of its
 * identifiers. Places are written as in the entries of people.
 */
export function structureTerms(structure: Structure): StructureTerms {
  const names = [structure.name, structure.longName, structure.brand].map((name) => foldName(name ?? ''));
  const words = names.flatMap((name) => [...name.split(' '), name.replaceAll(' ', '')]);
  const { id, nationalId, finess, siret, siren } = structure;
  const terms = [
    ...prefixed('n_', words),
    ...placeTerms(structure),
    ...prefixed('k_', [structure.category]),
    ...prefixed('a_', [structure.sector]),
    ...prefixed('t_', [structure.ape, structure.legalStatus, structure.publicService]),
    ...prefixed('e_', [structure.finessLegalEntity]),
    ...prefixed('g_', [structure.group?.id]),
    ...prefixed('i_', [id, nationalId, finess, siret, siren]),
  ];
  return { sortName: names[0] ?? '', terms: [...new Set(terms)] };
}

const prefixed = (prefix: string, values: readonly (string | undefined)[]): string[] =>
  values.filter(Boolean).map((value) => prefix + value?.toLowerCase());

function placeTerms({ address }: Structure): string[] {
  const insee = address?.commune;
  const departement = address?.departement ?? (insee && departementOfCommune(insee));
  const town = insee === undefined ? undefined : commune(insee);
  return [
    ...prefixed('c_', [insee, town?.partOf ?? undefined]),
    ...prefixed('z_', [address?.postcode]),
    ...prefixed('d_', [departement]),
    ...prefixed('v_', [
      foldName(address?.communeName ?? town?.name ?? address?.cedexOffice ?? '').replaceAll(' ', '_'),
    ]),
  ];
}

/** No accents, small letters, ligatures written out, every other sign one space: as the directory compares names. */
function foldName(name: string): string {
  // Nearly every name of a file is so already, but for the case.
  if (/^[A-Za-z0-9 ]*$/.test(name)) return name.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
