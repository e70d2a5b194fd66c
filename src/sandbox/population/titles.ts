import type { Authorisation, Diploma, Skill } from '../../modules/authorities/index.js';
import {
  authorisationsFor,
  codes,
  diplomasFor,
  isValid,
  profession,
} from '../../modules/nomenclatures/index.js';
import type { Random } from './random.js';

/** State diplomas (TRE_R48) of the professions that have an ordre. */
const STATE_DIPLOMA: Readonly<Record<string, string>> = {
  '10': 'DE05',
  '21': 'DE02',
  '40': 'DE03',
  '50': 'DE06',
  '60': 'DE09',
  '70': 'DE11',
  '80': 'DE12',
};

/** How the holders of a profession are called (TRE_R11). */
export function exerciseCivility(random: Random, code: string, category: string): string | undefined {
  if (category === 'E') return undefined;
  if (category === 'M' && code === '10') return 'MC';
  if (category === 'M' && code === '21') return 'PC';
  if (code === '10' && random.chance(0.02)) return 'PR';
  return ['10', '21', '40'].includes(code) ? 'DR' : undefined;
}

/** The diploma that opens a profession, obtained in a year. None for students and for roles. */
export function diplomasOf(random: Random, code: string, category: string, on: string): Diploma[] {
  if (category === 'E' || code === '99') return [];
  const state = STATE_DIPLOMA[code];
  if (state) return [{ type: 'DE', code: state, obtainedOn: on }];
  const open = openDiplomas(code);
  if (open.length === 0) return [];
  const { type, diploma } = random.pick(open);
  return [{ type, code: diploma, obtainedOn: on }];
}

/** An authorisation to practise, for one person in forty of the professions that know some. */
export function authorisationsOf(
  random: Random,
  code: string,
  category: string,
  from: string,
): Authorisation[] {
  if (category === 'E' || !random.chance(1 / 40)) return [];
  if (code === '10') return [{ type: 'AM01', from }];
  const known = profession(code);
  const open = (known ? authorisationsFor(known) : []).filter((type) => isValid('TRE_R17', type));
  return open.length > 0 ? [{ type: random.pick(open), from }] : [];
}

/** The savoir-faire of a person: a speciality for every doctor, something for a few of the others. */
export function skillsOf(random: Random, code: string, category: string, on: string): Skill[] {
  if (category === 'E') return [];
  if (code === '10') return doctorSkills(random, on);
  if (code === '40' && random.chance(0.1)) return [speciality(random, 'SCD', on)];
  if (code === '60' && random.chance(0.08)) return [speciality(random, 'SI', on)];
  if (code === '21' && random.chance(0.03)) return [anyOf(random, 'FQ', 'TRE_R45', on)];
  return [];
}

function doctorSkills(random: Random, on: string): Skill[] {
  const general = random.weighted([
    ['SM54', 38],
    ['SM26', 14],
    [undefined, 48],
  ] as const);
  const first = general ? { type: 'S', code: general, recognisedOn: on } : speciality(random, 'SM', on);
  return [
    first,
    ...(random.chance(0.05) ? [anyOf(random, 'CAPA', 'TRE_R43', on)] : []),
    ...(random.chance(0.03) ? [anyOf(random, 'DNQ', 'TRE_R42', on)] : []),
  ];
}

function speciality(random: Random, prefix: string, on: string): Skill {
  return { type: 'S', code: random.pick(openCodes('TRE_R38', prefix)), recognisedOn: on };
}

function anyOf(random: Random, type: string, list: string, on: string): Skill {
  return { type, code: random.pick(openCodes(list, '')), recognisedOn: on };
}

// Asked once per person, and a nation has millions.
const openCodes = remember((list: string, prefix: string) =>
  codes(list).flatMap(({ code }) => (code.startsWith(prefix) ? code : [])),
);
const openDiplomas = remember((code: string) => {
  const known = profession(code);
  return known ? diplomasFor(known) : [];
});

function remember<T>(ask: (...words: string[]) => T): (...words: string[]) => T {
  const known = new Map<string, T>();
  return (...words) => {
    const key = words.join(' ');
    const kept = known.get(key) ?? ask(...words);
    known.set(key, kept);
    return kept;
  };
}
