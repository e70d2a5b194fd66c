import type { CodeableConcept, Coding, Extension } from 'fhir/r4.js';
import { label, listInfo } from '../../../nomenclatures/index.js';
import { OTHER_WORDS } from './other-words.js';

export const ANNUAIRE = 'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/';
export const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
export const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const FR_SYSTEMS = 'https://hl7.fr/ig/fhir/core/CodeSystem/';

/** Systems of identifiers. */
export const IDENTIFIERS = {
  person: 'urn:oid:1.2.250.1.71.4.2.1',
  rpps: 'https://rpps.esante.gouv.fr',
  structure: 'urn:oid:1.2.250.1.71.4.2.2',
  finess: 'https://finess.esante.gouv.fr',
  sirene: 'https://sirene.fr',
  rppsRank: 'https://rppsrang.esante.gouv.fr',
  adeliRank: 'https://adelirang.esante.gouv.fr',
  arhgos: 'https://arhgos.ars.sante.fr',
} as const;

/** Lists that the programs use and of which no codes are held here: code without words. */
const UNHELD: Readonly<Record<string, string>> = {
  TRE_R13: 'TRE_R13-Commune',
  TRE_R73: 'TRE_R73-ESPIC',
  TRE_R75: 'TRE_R75-InseeNAFrev2Niveau5',
  TRE_R272: 'TRE_R272-EquipementMaterielLourd',
  TRE_R276: 'TRE_R276-FormeActivite',
  JDV_J132: 'JDV_J132-ModaliteActivite-RASS',
  JDV_J133: 'JDV_J133-ActiviteSanitaireRegulee-RASS',
  JDV_J136: 'JDV_J136-DisciplineEquipementSocial-RASS',
  JDV_J137: 'JDV_J137-Clientele-RASS',
  JDV_J138: 'JDV_J138-TypeActivite-RASS',
};

/** The address of a code list: `_` becomes `-` in its last part. */
export function systemOf(list: string): string {
  const name = UNHELD[list] ?? `${list}-${listInfo(list).name}`;
  return (
    (UNHELD[list] === undefined ? listInfo(list).system : undefined) ??
    `https://mos.esante.gouv.fr/NOS/${name}/FHIR/${name.replaceAll('_', '-')}`
  );
}

const codings = new Map<string, Coding>();

/** A code of a list with its words. In: the list, the code, words to use for a list that is not held. */
export function coding(list: string, code: string, words?: string): Coding {
  const key = `${list}|${code}|${words ?? ''}`;
  const known = codings.get(key);
  if (known) return known;
  const display = words ?? (UNHELD[list] === undefined ? label(list, code) : OTHER_WORDS[list]?.[code]);
  const made: Coding = { system: systemOf(list), code, ...(display === undefined ? {} : { display }) };
  // Codes come from files of others: a list of them that never ends must not fill the memory.
  if (codings.size < 50_000) codings.set(key, made);
  return made;
}

export const concept = (...all: Coding[]): CodeableConcept => ({ coding: all });

const IDENTIFIER_WORDS: Readonly<Record<string, string>> = {
  IDNPS: 'Identifiant national de professionnel de santé',
  RPPS: 'Numéro RPPS',
  IDNST: 'Identifiant national de structure',
  FINEG: 'Numéro FINESS de l’entité géographique',
  FINEJ: 'Numéro FINESS de l’entité juridique',
  SIREN: 'Numéro SIREN',
  SIRET: 'Numéro SIRET',
  INTRN: 'Numéro de cabinet',
  ARHGOS: 'Numéro d’autorisation ARHGOS',
};

/** An identifier of the French core: type, system, value. */
export const identifier = (type: string, system: string, value: string) => ({
  use: 'official' as const,
  type: concept({
    system: `${FR_SYSTEMS}fr-core-cs-v2-0203`,
    code: type,
    ...(IDENTIFIER_WORDS[type] !== undefined && { display: IDENTIFIER_WORDS[type] }),
  }),
  system,
  value,
});

export const ENTITIES: Readonly<Record<'EJ' | 'EG', Coding>> = {
  EJ: {
    system: `${FR_SYSTEMS}fr-core-cs-v2-3307`,
    code: 'LEGAL-ENTITY',
    display: 'Entité juridique',
  },
  EG: {
    system: `${FR_SYSTEMS}fr-core-cs-v2-3307`,
    code: 'GEOGRAPHICAL-ENTITY',
    display: 'Entité géographique',
  },
};

/** Where a datum comes from: the information system, and the authority that vouches for it (TRE_R60). */
export function dataTrace(system: 'RPPS' | 'FINESS' | 'MSS' | 'CG', authority?: string): Extension {
  return {
    url: `${ANNUAIRE}as-ext-data-trace`,
    extension: [
      ...(authority === undefined
        ? []
        : [
            {
              url: 'autorite-enregistrement',
              valueCodeableConcept: concept(coding('TRE_R60', authority)),
            },
          ]),
      { url: 'systeme-information', valueCode: system },
    ],
  };
}
