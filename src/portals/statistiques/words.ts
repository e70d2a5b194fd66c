import {
  type Criterion,
  coded,
  guarantorWords,
  type PeopleAsked,
  professionWords,
  type Share,
} from '../../modules/directory/index.js';
import { departement } from '../../modules/nomenclatures/index.js';

/** How each criterion is named: in an address, above a column, after «par», and for any of its values. */
export const CRITERION_WORDS: Readonly<
  Record<
    Criterion,
    { readonly field: string; readonly name: string; readonly by: string; readonly any: string }
  >
> = {
  profession: { field: 'profession', name: 'Profession', by: 'profession', any: 'Toutes' },
  authority: { field: 'autorite', name: 'Autorité d’enregistrement', by: 'autorité', any: 'Toutes' },
  departement: { field: 'departement', name: 'Département', by: 'département', any: 'Tous' },
  category: { field: 'categorie', name: 'Catégorie', by: 'catégorie', any: 'Toutes' },
  mode: { field: 'mode', name: 'Mode d’exercice', by: 'mode d’exercice', any: 'Tous' },
};

/** The order in which criteria are shown. */
export const SHOWN: readonly Criterion[] = ['profession', 'authority', 'departement', 'category', 'mode'];

/** The words of a value; a code that no list knows stands for itself. */
export function valueWords(criterion: Criterion, value: string): string {
  if (value === '') return 'Non renseigné';
  if (criterion === 'profession') return professionWords(value, '').label;
  if (criterion === 'authority') return guarantorWords(value).label;
  if (criterion === 'departement') return departementWords(value);
  return coded(criterion === 'category' ? 'TRE_R09' : 'TRE_R23', value).label;
}

function departementWords(code: string): string {
  const known = departement(code);
  return known ? `${known.code} ${known.name}` : code;
}

/** What is said instead of a small number. */
export const FEW = 'moins\u00a0de\u00a05';

/** What was asked, in words: `Médecin, 69 Rhône`. */
export const askedWords = (asked: PeopleAsked): string =>
  SHOWN.flatMap((name) => (asked[name] === undefined ? [] : valueWords(name, asked[name]))).join(', ');

const size = ([, told]: Share): number => (told === 'few' ? 0 : told);

/** The order of the shares of a criterion, on the page and in its file. */
export const largestFirst = (a: Share, b: Share): number => size(b) - size(a) || (a[0] < b[0] ? -1 : 1);
