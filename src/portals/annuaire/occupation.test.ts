import { expect, it } from 'vitest';
import type { PublicExercise } from '../../modules/directory/index.js';
import { occupation } from './occupation.js';

const coded = (label: string) => ({ code: '1', label });
const exercise = (profession: string, ...roles: string[]): PublicExercise => ({
  name: 'X',
  givenName: 'Y',
  profession: coded(profession),
  category: coded('Civil'),
  skills: [],
  activities: roles.map((role) => ({ role: coded(role), guarantor: coded('CNOM') })),
  guarantor: coded('CNOM'),
});

it('names the professions once each, and the roles where there are some', () => {
  const exercises = [exercise('Médecin'), exercise('Médecin'), exercise('Acteur', 'Secrétaire', 'Accueil')];
  expect(occupation({ idNat: '8', exercises, diplomas: [], authorisations: [], mailboxes: [] })).toBe(
    'Médecin, Secrétaire, Accueil',
  );
});
