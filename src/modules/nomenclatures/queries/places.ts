import { readLines } from '../store.js';

/**
 * A commune by its INSEE code. Former communes keep their code and have no postcode; `partOf` is the code of the
 * commune that took them in, or of the town for the arrondissements of Paris, Lyon and Marseille.
 */
export type Commune = {
  insee: string;
  name: string;
  postcodes: string[];
  departement: string;
  partOf: string | null;
};

export type Departement = { code: string; name: string; region: string | null };

let communeLines: Map<string, string> | undefined;
let inseeByPostcode: Map<string, string[]> | undefined;
let departementsByCode: Map<string, Departement> | undefined;

/** The commune of an INSEE code (five characters), nothing when there is none. */
export function commune(insee: string): Commune | undefined {
  const line = communes().get(insee);
  return line === undefined ? undefined : toCommune(line);
}

/** The communes that a postcode (five digits) serves, in the order of their INSEE codes. */
export function communesByPostcode(postcode: string): Commune[] {
  inseeByPostcode ??= indexPostcodes();
  return (inseeByPostcode.get(postcode) ?? []).flatMap((insee) => commune(insee) ?? []);
}

/** Every commune of today, arrondissements included, former communes left out. Made anew at each call. */
export function* allCommunes(): Generator<Commune> {
  for (const line of communes().values()) {
    const one = toCommune(line);
    if (one.postcodes.length > 0) yield one;
  }
}

/** A département or overseas collectivity by its code (01 to 95, 2A, 2B, 971 to 989). */
export function departement(code: string): Departement | undefined {
  return departementTable().get(code);
}

/** Every département and overseas collectivity, in the order of their codes. */
export function departements(): Departement[] {
  return [...departementTable().values()];
}

/** The département of an INSEE commune code: its first two characters, three overseas. */
export function departementOfCommune(insee: string): string {
  return insee.slice(0, insee.startsWith('97') || insee.startsWith('98') ? 3 : 2);
}

function communes(): Map<string, string> {
  communeLines ??= new Map(readLines('places/communes.csv').map((line) => [line.slice(0, 5), line]));
  return communeLines;
}

function indexPostcodes(): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [insee, line] of communes()) {
    for (const postcode of (line.split(';')[2] ?? '').split(' ')) {
      if (postcode === '') continue;
      const held = index.get(postcode);
      if (held) held.push(insee);
      else index.set(postcode, [insee]);
    }
  }
  return index;
}

function departementTable(): Map<string, Departement> {
  departementsByCode ??= new Map(
    readLines('places/departements.csv').map((line) => {
      const [code = '', name = '', region = ''] = line.split(';');
      return [code, { code, name, region: region || null }];
    }),
  );
  return departementsByCode;
}

function toCommune(line: string): Commune {
  const [insee = '', name = '', postcodes = '', partOf = ''] = line.split(';');
  return {
    insee,
    name,
    postcodes: postcodes === '' ? [] : postcodes.split(' '),
    departement: departementOfCommune(insee),
    partOf: partOf || null,
  };
}
