import { describe, expect, it } from 'vitest';
import { isValid } from './codes.js';
import { competentAuthorities, profession, professions, roles } from './professions.js';
import { authorisationsFor, diplomasFor } from './titles.js';

const ORDRES = ['CNOM', 'CNOP', 'ONCD', 'CNOSF', 'ONI', 'CNOMK', 'CNOPP'];

describe('professions', () => {
  it('S3-12 exactly seven professions have an ordre, one each, by law; no other profession has one', () => {
    const withOrdre = professions({ population: 'ordre' });
    expect(withOrdre.map((one) => one.code)).toEqual(['10', '21', '40', '50', '60', '70', '80']);
    expect(withOrdre.map((one) => one.authorities)).toEqual(ORDRES.map((ordre) => [ordre]));
    expect(withOrdre.every((one) => one.legalObligation)).toBe(true);
    for (const other of [...professions({ population: 'ars' }), ...professions({ population: 'role' })]) {
      for (const category of ['C', 'E', 'F', 'M']) {
        expect(competentAuthorities(other, category).filter((one) => ORDRES.includes(one))).toEqual([]);
      }
    }
  });

  it('counts 21 professions of the regional agencies, registered by law by any of the 18', () => {
    const ars = professions({ population: 'ars' });
    expect(ars).toHaveLength(21);
    for (const one of ars) {
      expect(one.legalObligation).toBe(true);
      expect(competentAuthorities(one, 'C')).toHaveLength(18);
      expect(competentAuthorities(one, 'E')).toEqual([]);
      expect(diplomasFor(one).length + authorisationsFor(one).length).toBeGreaterThan(0);
    }
  });

  it('leaves the roles to the employer, by choice', () => {
    const [role] = professions({ population: 'role' });
    expect(role).toMatchObject({
      list: 'TRE_R291',
      code: '99',
      legalObligation: false,
      authorities: ['ENREG'],
    });
    expect(roles()).toHaveLength(56);
    expect(roles().map((one) => one.code)).toContain('313');
    expect(roles().map((one) => one.code)).not.toContain('318');
    expect(competentAuthorities('99', 'M')).toEqual([]);
  });

  it('sends the military to the health service of the armed forces and students to their ordre', () => {
    for (const one of professions({ population: 'ordre' })) {
      expect(competentAuthorities(one, 'M')).toEqual(['SSA']);
      expect(competentAuthorities(one, 'E')).toEqual([]);
      expect(competentAuthorities(one, 'X')).toEqual([]);
    }
    expect(profession('10', 'E')).toMatchObject({ list: 'TRE_G16', label: 'Médecin en formation' });
    expect(competentAuthorities('10', 'E')).toEqual(['CNOM']);
    expect(profession('60', 'E')).toBeUndefined();
    expect(competentAuthorities('71', 'M')).toEqual([]);
  });

  it('takes a profession only from the day the register opened to it', () => {
    expect(competentAuthorities('60', 'C', '2021-10-27')).toEqual([]);
    expect(competentAuthorities('60', 'C', '2021-10-28')).toEqual(['ONI']);
    expect(professions({ population: 'ordre', on: '2017-06-01' }).map((one) => one.code)).not.toContain('80');
  });

  it('names only codes that their lists know', () => {
    for (const one of professions()) {
      expect(isValid(one.list, one.code)).toBe(true);
      expect(profession(one.code, one.population === 'formation' ? 'E' : 'C')).toEqual(one);
    }
    expect(profession('35')).toBeUndefined();
    expect(profession('toString')).toBeUndefined();
  });
});
