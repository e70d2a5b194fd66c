import type { Activity } from '../../modules/authorities/index.js';
import type { Random } from './random.js';
import type { Kind } from './structures.js';

/** A way to work: where, as what. `practice` is a practice of one's own or shared. */
export interface Setting {
  readonly at: Kind | 'practice';
  readonly mode: 'L' | 'S';
  readonly fonction: string;
  readonly section?: string;
}

/** What is being put together. */
type Draft<T> = { -readonly [K in keyof T]: T[K] };

type Weighted = readonly (readonly [Setting, number])[];

const own = { at: 'practice', mode: 'L', fonction: 'FON-01' } as const;
const partner = { at: 'practice', mode: 'L', fonction: 'FON-02' } as const;
const locum = { at: 'practice', mode: 'L', fonction: 'FON-22' } as const;
const salaried = (at: Kind): Setting => ({ at, mode: 'S', fonction: 'FON-33' });

const LIBERAL: Weighted = [
  [own, 55],
  [partner, 15],
  [locum, 6],
  [salaried('hospital'), 14],
  [salaried('centre'), 10],
];

const SALARIED: Weighted = [
  [salaried('hospital'), 60],
  [salaried('clinic'), 25],
  [salaried('ehpad'), 15],
];

const BY_PROFESSION: Readonly<Record<string, Weighted>> = {
  '10': [
    [own, 38],
    [partner, 10],
    [locum, 6],
    [salaried('hospital'), 34],
    [salaried('clinic'), 8],
    [{ at: 'ehpad', mode: 'S', fonction: 'FON-63' }, 4],
  ],
  '21': [
    [{ at: 'pharmacy', mode: 'L', fonction: 'FON-03', section: 'A' }, 37],
    [{ at: 'pharmacy', mode: 'S', fonction: 'FON-05', section: 'D' }, 38],
    [{ at: 'hospital', mode: 'S', fonction: 'FON-37', section: 'H' }, 14],
    [{ at: 'laboratory', mode: 'L', fonction: 'FON-41', section: 'G' }, 11],
  ],
  '60': [
    [own, 30],
    [salaried('hospital'), 42],
    [salaried('clinic'), 14],
    [salaried('ehpad'), 9],
    [{ at: 'hospital', mode: 'S', fonction: 'FON-43' }, 5],
  ],
  '28': [[{ ...own, fonction: 'FON-23' }, 1]],
  '31': [[{ at: 'practice', mode: 'S', fonction: 'FON-33' }, 1]],
  '32': SALARIED,
  '41': SALARIED,
  '86': [
    [salaried('laboratory'), 70],
    [salaried('hospital'), 30],
  ],
  '98': SALARIED,
};

/** A way to work that fits a profession. Out for professions that have no line of their own: mostly on their own account. */
export function settingOf(random: Random, profession: string): Setting {
  return random.weighted(BY_PROFESSION[profession] ?? LIBERAL);
}

/** Roles (TRE_R85) with where they are held and the kind of activity (TRE_R22). The weights are our choice. */
export const ROLES: readonly (readonly [{ role: string; at: Kind; genre: string }, number])[] = [
  [{ role: '313', at: 'ehpad', genre: 'GENR11' }, 40],
  [{ role: '313', at: 'hospital', genre: 'GENR11' }, 20],
  [{ role: '331', at: 'hospital', genre: 'GENR09' }, 18],
  [{ role: '332', at: 'centre', genre: 'GENR09' }, 5],
  [{ role: '315', at: 'hospital', genre: 'GENR11' }, 5],
  [{ role: '317', at: 'pharmacy', genre: 'GENR11' }, 8],
  [{ role: '326', at: 'ehpad', genre: 'GENR10' }, 4],
  [{ role: '372', at: 'ehpad', genre: 'GENR10' }, 5],
  [{ role: '330', at: 'centre', genre: 'GENR08' }, 3],
  [{ role: '359', at: 'ehpad', genre: 'GENR12' }, 2],
  [{ role: '362', at: 'hospital', genre: 'GENR09' }, 2],
];

/** The activity of a setting in a structure. In: its key within the exercise, since when. */
export function activityIn(
  setting: Setting,
  structure: { readonly id: string; readonly sector?: string; readonly phone?: string },
  key: string,
  from: string,
): Activity {
  const { mode, fonction, section } = setting;
  const { id, sector, phone } = structure;
  const activity: Draft<Activity> = {
    key,
    mode,
    genre: 'GENR01',
    function: fonction,
    structure: id,
    from,
  };
  if (sector) activity.sector = sector;
  if (section) activity.pharmacistSection = section;
  if (phone) activity.phone = phone;
  return activity;
}
