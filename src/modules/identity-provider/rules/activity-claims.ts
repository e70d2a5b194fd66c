import { authorityCell, type EntryActivity, type EntryExercise } from '../../directory/index.js';
import { provenanceWithin } from '../../registry/index.js';
import type { Structure } from '../../structures/index.js';

/** The thirty keys of an activity, in the order and with the capitals of the national format. */
export type ActivityClaims = ReturnType<typeof activityClaims>;

type Place = Partial<Structure>;

/**
 * One activity as services receive it. In: an exercise of the directory and one of its activities, with
 * its place where it has one. Out: thirty
 * strings, `""` where nothing is known. Source: the userinfo format, version 1.0.
 */
export function activityClaims(exercise: Pick<EntryExercise, 'provenance'>, activity: EntryActivity) {
  const place: Place = activity.place ?? {};
  return {
    codeModeExercice: activity.mode ?? '',
    codeSecteurDactivite: sectorOf(activity),
    codeSectionPharmacien: activity.pharmacistSection ?? '',
    codeRole: activity.role ?? activity.function ?? '',
    codeGenreActivite: activity.genre ?? '',
    numeroSiretSite: place.siret ?? '',
    numeroSirenSite: place.siren ?? '',
    numeroFinessSite: place.finess ?? '',
    numeroFinessetablissementJuridique: place.finessLegalEntity ?? '',
    identifiantTechniqueDeLaStructure: place.id ?? '',
    raisonSocialeSite: place.name ?? '',
    enseigneCommercialeSite: place.brand ?? '',
    ...addressClaims(place),
    telephone: activity.phone ?? place.phone ?? '',
    telephone2: activity.phone2 ?? place.phone2 ?? '',
    telecopie: activity.fax ?? place.fax ?? '',
    adresseEMail: activity.mail ?? place.mail ?? '',
    codeDepartement: place.address?.departement ?? '',
    ancienIdentifiantDeLaStructure: place.nationalId ?? '',
    autoriteDenregistrement: authorityCell(provenanceWithin(exercise, activity).authority, true),
  };
}

/** The sector of the activity (TRE_R02), that of its place where the authority gave none, `""` otherwise. */
export const sectorOf = (activity: EntryActivity): string => activity.sector ?? activity.place?.sector ?? '';

function addressClaims({ address = {} }: Place) {
  return {
    complementDestinataire: address.recipient ?? '',
    complementPointGeographique: address.geographicPoint ?? '',
    numeroVoie: address.streetNumber ?? '',
    indiceRepetitionVoie: address.repetition ?? '',
    codeTypeDeVoie: address.streetType ?? '',
    libelleVoie: address.street ?? '',
    mentionDistribution: address.mention ?? '',
    bureauCedex: address.cedexOffice ?? '',
    codePostal: address.postcode ?? '',
    codeCommune: address.commune ?? '',
    codePays: address.country ?? '',
  };
}
