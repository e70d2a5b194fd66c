import { describe, expect, it } from 'vitest';
import { codes, professions } from '../../nomenclatures/index.js';
import { nominativeRight } from './nominative-right.js';
import { NOMINATIVE_RIGHTS } from './nominative-rights.js';

const TODAY = '2026-01-05';
const open = (list: string, code: string, category = 'C', on = TODAY) =>
  nominativeRight([{ list, code, category }], on).open;

describe('the table of those who may have a personal mailbox', () => {
  it('opens it to every regulated profession, and to no student of them', () => {
    for (const { list, code, population } of professions()) {
      if (population === 'role') continue;
      expect([code, open(list, code, 'C')]).toEqual([code, list !== 'TRE_G16']);
      expect([code, open(list, code, 'E')]).toEqual([code, false]);
    }
  });

  it('opens it to the roles that it names, and to none of the complement', () => {
    const named = new Set(
      NOMINATIVE_RIGHTS.flatMap(({ list, codes: all }) => (list === 'TRE_R85' ? (all ?? []) : [])),
    );
    expect(named.size).toBeGreaterThan(5);
    for (const { code } of codes('TRE_R85'))
      expect([code, open('TRE_R85', code)]).toEqual([code, named.has(code)]);
    expect(open('TRE_R85', '331')).toBe(false);
  });

  it('identifies a role by its structure before the RPPS+, by its number from that day on', () => {
    const by = (on: string) => {
      const answer = nominativeRight([{ list: 'TRE_R85', code: '313', category: 'C' }], on);
      return answer.open ? answer.by.identifiedBy : answer.why;
    };
    expect([by('2016-07-19'), by('2016-07-20'), by('2021-03-23'), by('2021-03-24'), by(TODAY)]).toEqual([
      ...['role', 'structure', 'structure', 'number', 'number'],
    ]);
  });

  it('opens nothing before its first day, nor without a quality', () => {
    expect(open('TRE_G15', '10', 'C', '2014-06-11')).toBe(false);
    expect(nominativeRight([], TODAY)).toEqual({ open: false, why: 'no-exercise' });
  });

  it('says which text each line comes from, and lets no two lines of one role hold on the same day', () => {
    for (const { source } of NOMINATIVE_RIGHTS) expect(source).not.toBe('');
    const roles = NOMINATIVE_RIGHTS.filter(({ list }) => list === 'TRE_R85');
    for (const a of roles)
      for (const b of roles)
        if (a !== b && a.codes === b.codes)
          expect((a.to ?? '9') < b.from || (b.to ?? '9') < a.from).toBe(true);
  });
});
