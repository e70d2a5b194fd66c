import { describe, expect, it } from 'vitest';
import type { FileKind } from '../files/index.js';
import { KEPT_FIELDS } from '../imports/rules/kept-fields.js';
import type { Statement } from '../statement.js';
import { unfoldStatements } from './unfold-statements.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));

function line(file: FileKind, cells: Record<string, string>): string {
  return KEPT_FIELDS[file].map((field) => cells[field] ?? '').join('|');
}

function said(file: FileKind, content: string, from: number, to?: number, withSkills = false): Statement {
  const [since, until] = [day(from), to === undefined ? null : day(to)];
  return { idNat: '899700990007', file, since, until, withSkills, content };
}

const doctor = {
  authorities: 'CNOM/CNOM/CNOM',
  profession: '10',
  category: 'C',
  exerciseCivility: 'DR',
  name: 'ESSAI',
  givenName: 'ANNE',
  mode: 'S',
  finess: '990000028',
  sector: 'SA01',
  role: 'FON-33',
};
const activities = (more: Record<string, string> = {}) => line('personne-activite', { ...doctor, ...more });
const civil = {
  birthName: 'NAISSANCE',
  givenNames: "ANNE'MARIE'",
  birthDate: '1970-02-01',
  sex: 'F',
  mobile: '0639980001',
  mobileE164: '+33639980001',
};
const told = (statements: readonly Statement[]) =>
  unfoldStatements(1, statements).map(({ kind, key, validFrom, validTo, act }) => [
    kind,
    key.replace(/i[0-9a-f]{16}/, 'i'),
    validFrom.getUTCDate(),
    validTo?.getUTCDate() ?? null,
    act,
  ]);

describe('what files say of a person', () => {
  it('is parts keyed as those of an authority, each with the file that says it', () => {
    const parts = unfoldStatements(7, [said('personne-activite', activities(), 1)]);
    expect(parts).toMatchObject([
      {
        ...{ kind: 'exercise', key: 'CNOM/10-C', authority: 'CNOM', act: 'import personne-activite' },
        value: { profession: '10', category: 'C', civility: 'DR', name: 'ESSAI', givenName: 'ANNE' },
      },
      {
        kind: 'activity',
        value: { mode: 'S', sector: 'SA01', function: 'FON-33', structure: 'F990000028' },
      },
    ]);
    expect(parts.every((part) => part.personId === 7 && part.recordedAt === part.validFrom)).toBe(true);
  });

  it('keeps a part that goes on in one row, and ends those that are told otherwise', () => {
    const renamed = activities({ name: 'MARIAGE' });
    const states = [said('personne-activite', activities(), 1, 5), said('personne-activite', renamed, 5)];
    expect(told(states)).toEqual([
      ['exercise', 'CNOM/10-C', 1, 5, 'import personne-activite'],
      ['exercise', 'CNOM/10-C', 5, null, 'import personne-activite'],
      ['activity', 'CNOM/10-C/i', 1, null, 'import personne-activite'],
    ]);
  });

  it('takes the exercises from the extraction only for whom the open directory does not name', () => {
    const extraction = line('prosanteconnect', { ...doctor, ...civil, name: 'AUTRE' });
    const alone = unfoldStatements(1, [said('prosanteconnect', extraction, 1)]);
    expect(alone.map((part) => part.kind).sort()).toEqual([
      'activity',
      'civil-status',
      'correspondence',
      'exercise',
    ]);
    const both = unfoldStatements(1, [
      said('prosanteconnect', extraction, 1),
      said('personne-activite', activities(), 1),
    ]);
    expect(both.filter((part) => part.kind === 'exercise')).toMatchObject([{ value: { name: 'ESSAI' } }]);
    expect(both.find((part) => part.kind === 'civil-status')?.value).toMatchObject({
      givenNames: ['ANNE', 'MARIE'],
      certification: { state: 'DI', at: '2026-01-01', source: 'CNOM' },
    });
  });

  it('lets the savoir-faire of the activities count until their own file is loaded', () => {
    const content = activities({ skillType: 'S', skill: 'SM26' });
    const own = line('savoir-faire', { profession: '10', category: 'C', skillType: 'CEX', skill: 'C52' });
    const skills = (states: readonly Statement[]) =>
      unfoldStatements(1, states).flatMap((part) => (part.kind === 'skill' ? [part.key] : []));
    const standIn = said('personne-activite', content, 1, undefined, true);
    expect(skills([standIn])).toEqual(['CNOM/10-C/S-SM26']);
    expect(skills([standIn, said('savoir-faire', own, 1)])).toEqual(['CNOM/10-C/CEX-C52']);
    expect(skills([said('personne-activite', content, 1)])).toEqual([]);
  });
});
