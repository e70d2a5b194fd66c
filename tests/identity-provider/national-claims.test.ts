import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { activityClaims } from '../../src/modules/identity-provider/rules/activity-claims.js';
import {
  nationalClaims,
  type ProfessionalClaims,
} from '../../src/modules/identity-provider/rules/national-claims.js';
import { personas } from './personas.js';

const ACTIVITY_KEYS = [
  ...['codeModeExercice', 'codeSecteurDactivite', 'codeSectionPharmacien', 'codeRole', 'codeGenreActivite'],
  ...['numeroSiretSite', 'numeroSirenSite', 'numeroFinessSite', 'numeroFinessetablissementJuridique'],
  ...['identifiantTechniqueDeLaStructure', 'raisonSocialeSite', 'enseigneCommercialeSite'],
  ...['complementDestinataire', 'complementPointGeographique', 'numeroVoie', 'indiceRepetitionVoie'],
  ...['codeTypeDeVoie', 'libelleVoie', 'mentionDistribution', 'bureauCedex', 'codePostal', 'codeCommune'],
  ...['codePays', 'telephone', 'telephone2', 'telecopie', 'adresseEMail', 'codeDepartement'],
  ...['ancienIdentifiantDeLaStructure', 'autoriteDenregistrement'],
];

const PROFESSIONAL_KEYS = [
  ...['Acces_Regulation_Medicale', 'Mode_Acces_Raison', 'PSI_Locale', 'Palier_Authentification'],
  ...['Secteur_Activite', 'SubjectNameID', 'SubjectOrganization', 'SubjectOrganizationID', 'SubjectRefPro'],
  ...['SubjectRole', 'UITVersion', 'codeCivilite', 'codeGenreActivite', 'family_name', 'given_name'],
  ...['otherIds', 'preferred_username'],
];

const claimsOf = (name: string) => nationalClaims(personas[name] as never);

describe('claims in the national format', () => {
  it.each(Object.keys(personas))('are those of the golden record for the persona %s', async (name) => {
    const golden = JSON.parse(await readFile(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));
    expect(claimsOf(name)).toEqual(golden);
    // Same keys in the same order, at every depth.
    expect(JSON.stringify(claimsOf(name))).toBe(JSON.stringify(golden));
  });

  it('name every number of the person with its origin, the own one first, one of Pro Santé Connect at quality 2', () => {
    const psi = '855e8700-e29b-41d4-a716-446655440000';
    const [name = ''] = Object.keys(personas);
    const person = { ...(personas[name] as object), otherIds: ['0991234567', '3990000028/AGENT', psi] };
    const { otherIds, SubjectNameID } = nationalClaims(person as never) as ProfessionalClaims;
    expect(otherIds).toEqual([
      expect.objectContaining({ identifiant: SubjectNameID }),
      { identifiant: '0991234567', origine: 'ADELI', qualite: 1 },
      { identifiant: '3990000028/AGENT', origine: 'FINESS', qualite: 1 },
      { identifiant: psi, origine: 'PSI', qualite: 2 },
    ]);
  });

  it('have the exact key set, and thirty strings in the national order for each activity', () => {
    for (const name of Object.keys(personas).filter((n) => n !== 'cpe-holder')) {
      const claims = claimsOf(name) as ProfessionalClaims;
      expect(Object.keys(claims).sort()).toEqual(PROFESSIONAL_KEYS);
      for (const activity of claims.SubjectRefPro.exercices.flatMap((e) => e.activities)) {
        expect(Object.keys(activity)).toEqual(ACTIVITY_KEYS);
        expect(Object.values(activity).every((value) => typeof value === 'string')).toBe(true);
      }
    }
    expect(ACTIVITY_KEYS).toHaveLength(30);
  });

  it('shrink to the identity for a person without a professional record', () => {
    expect(Object.keys(claimsOf('cpe-holder')).sort()).toEqual(
      ['SubjectNameID', 'codeCivilite', 'family_name', 'given_name', 'preferred_username'].sort(),
    );
  });

  it('never carry birth, correspondence contacts or the second savoir-faire', () => {
    const text = JSON.stringify(claimsOf('doctor-two-exercises'));
    for (const secret of ['1980-02-03', 'jeanne.exemple', '639980042', 'SM26', 'Anne']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('SM54');
  });

  it('S4-38 carry civil identity, professions, roles and situations in one documented structure, and no label', () => {
    const { given_name, family_name, SubjectRole, SubjectRefPro } = claimsOf(
      'doctor-two-exercises',
    ) as ProfessionalClaims;
    expect({ given_name, family_name }).toEqual({ given_name: 'Camille', family_name: 'EXEMPLE' });
    expect(SubjectRole).toEqual(['10^1.2.250.1.213.1.1.5.5']);
    expect(SubjectRefPro.exercices.map((e) => e.codeCategorieProfessionnelle)).toEqual(['C', 'M']);
    expect(SubjectRefPro.exercices.map((e) => e.activities.map((a) => a.codeRole))).toEqual([
      [''],
      ['FON-01'],
    ]);
    expect(JSON.stringify(SubjectRefPro)).not.toMatch(/M[ée]decin/i);
  });

  it('say nothing for an activity of which only the authority is known', () => {
    const provenance = { authority: 'CNOM', validFrom: '', recordedAt: '', act: '' };
    const { autoriteDenregistrement, ...rest } = activityClaims({ provenance }, { key: 'a' });
    expect(autoriteDenregistrement).toBe('CNOM/CNOM/CNOM');
    expect(new Set(Object.values(rest))).toEqual(new Set(['']));
  });

  it('name the authority as the files of the directory do: an agency by its kind, and nobody where no file named one', () => {
    const told = (authority: string) => {
      const provenance = { authority, validFrom: '', recordedAt: '', act: '' };
      return activityClaims({ provenance }, { key: 'a' }).autoriteDenregistrement;
    };
    expect(told('ARS-11')).toBe('ARS/ARS/ARS');
    expect(told('ANS')).toBe('');
  });
});
