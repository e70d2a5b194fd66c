import type { Authorisation } from '../../modules/directory/index.js';
import type { Structure } from '../../modules/structures/index.js';

/** Hospitals and clinics, and places of social care, by their category (TRE_R66). */
const CARE = new Set(['355', '365', '101', '106', '122', '128', '129', '131']);
const SOCIAL = new Set(['500', '501', '502', '202', '209', '354', '159', '165']);

const ACTIVITIES = [
  { code: '01', words: 'Médecine' },
  { code: '02', words: 'Chirurgie' },
  { code: '03', words: 'Gynécologie-obstétrique, néonatalogie, réanimation néonatale' },
  { code: '14', words: 'Médecine d’urgence' },
] as const;
const COMPLETE = { code: '01', words: 'Hospitalisation complète' };
const NO_MODALITY = { code: '00', words: 'Pas de modalité' };
const OLD_PEOPLE = {
  type: { code: '924', words: 'Accueil pour personnes âgées' },
  form: { code: '11', words: 'Hébergement complet internat' },
  clientele: { code: '711', words: 'Personnes âgées dépendantes' },
};

/**
 * Invented authorisations of the establishments of the sandbox: care activities and a scanner for hospitals, places
 * for homes. No public file of them is imported yet, so they come from here alone.
 */
export function inventAuthorisations(structures: readonly Structure[]): Authorisation[] {
  const of = (kinds: ReadonlySet<string>) =>
    structures.filter(({ kind, finess, category = '' }) => finess && kind !== 'EJ' && kinds.has(category));
  const since = { authorisedOn: '2020-09-28', from: '2020-10-13', to: '2030-10-12' };
  return [
    ...of(CARE).flatMap(({ id, finess = '' }, i): Authorisation[] => [
      ...ACTIVITIES.slice(0, 1 + (i % ACTIVITIES.length)).map(
        (type, n): Authorisation => ({
          id: `004-${finess}-0${n + 1}`,
          kind: 'activity',
          structureId: id,
          number: `99-99-1${String(i).padStart(3, '0')}${n}`,
          type,
          category: NO_MODALITY,
          form: COMPLETE,
          ...since,
        }),
      ),
      {
        id: `002-${finess}-01`,
        kind: 'equipment',
        structureId: id,
        number: `99-99-9${String(i).padStart(3, '0')}0`,
        type: { code: '05602', words: 'Scanographe à utilisation médicale' },
        manufacturer: 'MARQUE FICTIVE',
        model: `MODÈLE FICTIF ${i + 1}`,
        ...since,
      },
    ]),
    ...of(SOCIAL).map(
      ({ id, finess = '' }, i): Authorisation => ({
        id: `004-${finess}-21`,
        kind: 'social',
        structureId: id,
        ...OLD_PEOPLE,
        capacity: 40 + (i % 60),
        authorisedOn: '2009-12-31',
      }),
    ),
  ];
}
