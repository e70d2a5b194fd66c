import {
  type EntryPerson,
  type PublicExercise,
  publicView,
  resourcesOfPerson,
} from '../../directory/index.js';
import { label } from '../../nomenclatures/index.js';
import { nationalClaims, type OtherId } from './national-claims.js';

interface Coded {
  readonly code: string;
  readonly label: string;
}

/**
 * The claims of a service that asked for clean ones: what is unknown is absent, codes come with their words, every
 * savoir-faire is there, names are those of OpenID Connect where there is one.
 */
export interface CleanClaims {
  readonly national_id: string;
  readonly rpps?: string;
  readonly name: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly civility?: Coded;
  readonly other_ids: readonly { readonly value: string; readonly origin: string }[];
  readonly auth_mode?: string;
  /** When this copy last changed, seconds (OpenID Connect Core §5.1). */
  readonly updated_at: number;
  /** The authorities whose files were read in the directory to make it. */
  readonly sources: readonly string[];
  readonly exercises: readonly PublicExercise[];
  readonly diplomas: readonly unknown[];
  readonly authorisations: readonly unknown[];
  /** Only with the scope `fhir`: the resources of the FHIR door. */
  readonly fhir: ReturnType<typeof resourcesOfPerson>;
}

/** In: the provider's copy, the day (`YYYY-MM-DD`), how the person signed in. Contacts of the person are never in it. */
export function cleanClaims(
  copy: {
    readonly person: EntryPerson;
    readonly version: number;
    readonly updatedAt: Date;
    readonly origins: Readonly<Record<string, number>>;
  },
  on: string,
  authMode: string | undefined,
): CleanClaims {
  const { person } = copy;
  const national = nationalClaims(person);
  const { exercises, diplomas, authorisations } = publicView(person, on);
  const others =
    'otherIds' in national ? national.otherIds.filter(({ identifiant }) => identifiant !== person.idNat) : [];
  return {
    national_id: person.idNat,
    ...(person.rpps !== undefined && { rpps: person.rpps }),
    name: [national.given_name, national.family_name].filter(Boolean).join(' '),
    ...(national.given_name && { given_name: national.given_name }),
    ...(national.family_name && { family_name: national.family_name }),
    ...civilityOf(national.codeCivilite),
    other_ids: others.map(otherId),
    ...(authMode && { auth_mode: authMode }),
    updated_at: Math.floor(copy.updatedAt.getTime() / 1000),
    sources: Object.keys(copy.origins).sort(),
    ...{ exercises, diplomas, authorisations },
    fhir: resourcesOfPerson(person, on, copy),
  };
}

const otherId = ({ identifiant, origine }: OtherId) => ({ value: identifiant, origin: origine });

function civilityOf(code: string): { civility?: Coded } {
  if (code === '') return {};
  return { civility: { code, label: label('TRE_R81', code) ?? code } };
}
