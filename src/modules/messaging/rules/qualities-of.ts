import { profession } from '../../nomenclatures/index.js';
import type { Quality } from './nominative-right.js';

type Dated = { readonly from?: string; readonly to?: string };

/** What a person does, as far as the table of rights is concerned. */
export interface Occupied {
  readonly state: string;
  readonly exercises: readonly (Dated & {
    readonly profession: string;
    readonly category: string;
    readonly activities: readonly (Dated & { readonly role?: string })[];
  })[];
}

const holdsOn = ({ from, to }: Dated, on: string): boolean =>
  (from === undefined || from <= on) && (to === undefined || to >= on);

/**
 * The qualities in which a person of the register works on a day: each current profession, and for those who are
 * registered by their role (TRE_R291, 99) each role of a current activity. None when the record is closed.
 */
export function qualitiesOf(person: Occupied, on: string): Quality[] {
  if (person.state !== 'active') return [];
  return person.exercises
    .filter((exercise) => holdsOn(exercise, on))
    .flatMap(({ profession: code, category, activities }) => {
      const known = profession(code, category);
      if (known?.population !== 'role') return known ? [{ list: known.list, code, category }] : [];
      return activities
        .filter((activity) => holdsOn(activity, on))
        .flatMap((activity) => (activity.role ? [{ list: 'TRE_R85', code: activity.role, category }] : []));
    });
}
