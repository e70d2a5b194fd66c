import type { CleanClaims } from './clean-claims.js';
import type { ProfessionalClaims } from './national-claims.js';

/** Claims that say the same kind of thing of a person, by name. */
export interface ClaimGroup {
  readonly code: 'account' | 'identity' | 'practice' | 'sign-in' | 'format';
  readonly claims: readonly string[];
}

type National = keyof ProfessionalClaims | 'sub' | 'authMode';
const national = (...claims: readonly National[]) => claims;

type Clean = Exclude<keyof CleanClaims, 'fhir'> | 'sub';
const clean = (...claims: readonly Clean[]) => claims;

const NATIONAL: readonly ClaimGroup[] = [
  { code: 'account', claims: national('sub', 'SubjectNameID', 'preferred_username', 'otherIds') },
  { code: 'identity', claims: national('given_name', 'family_name', 'codeCivilite') },
  {
    code: 'practice',
    claims: national(
      ...(['SubjectRole', 'SubjectOrganization', 'SubjectOrganizationID', 'Secteur_Activite'] as const),
      ...(['codeGenreActivite', 'SubjectRefPro'] as const),
    ),
  },
  { code: 'sign-in', claims: national('authMode') },
  {
    code: 'format',
    claims: national(
      ...(['UITVersion', 'PSI_Locale', 'Palier_Authentification', 'Mode_Acces_Raison'] as const),
      'Acces_Regulation_Medicale',
    ),
  },
];

const CLEAN: readonly ClaimGroup[] = [
  { code: 'account', claims: clean('sub', 'national_id', 'rpps', 'other_ids') },
  { code: 'identity', claims: clean('name', 'given_name', 'family_name', 'civility') },
  { code: 'practice', claims: clean('exercises', 'diplomas', 'authorisations') },
  { code: 'sign-in', claims: clean('auth_mode') },
  { code: 'format', claims: clean('updated_at', 'sources') },
];

/** Every claim that a service of that claim set may receive from userinfo; never a contact of the person. */
export const claimGroups = (set: 'national' | 'clean'): readonly ClaimGroup[] =>
  set === 'national' ? NATIONAL : CLEAN;
