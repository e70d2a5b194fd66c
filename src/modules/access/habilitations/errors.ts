import { Refusal } from '../../../platform/errors.js';

/** Refusals about habilitations; tests name them by the same functions. */
export const errors = {
  field: (field: string, message: string) =>
    new Refusal({
      code: 'access.habilitation-field',
      status: 422,
      message,
      fields: [{ field, code: 'access.habilitation-field', message }],
    }),
  alreadyGranted: () =>
    new Refusal({
      code: 'access.already-granted',
      status: 409,
      message: 'Cette personne a déjà cette habilitation pour cette structure.',
    }),
  unknown: () =>
    new Refusal({
      code: 'access.unknown-habilitation',
      status: 404,
      message: 'Cette habilitation n’existe pas, ou elle est déjà retirée.',
    }),
  notThirdStructure: () =>
    new Refusal({
      code: 'access.not-third-structure',
      status: 409,
      message:
        'Cette structure n’est pas activée comme structure tierce. Son propre représentant légal doit d’abord l’activer sur MesHabilitations.',
    }),
  notClient: () =>
    new Refusal({
      code: 'access.not-client',
      status: 409,
      message: 'Cette structure ne vous a pas choisi comme structure tierce.',
    }),
  alreadyChosen: () =>
    new Refusal({
      code: 'access.third-structure-already-chosen',
      status: 409,
      message: 'Cette structure tierce est déjà choisie.',
    }),
  ownThirdStructure: () =>
    new Refusal({
      code: 'access.own-third-structure',
      status: 422,
      message: 'Une structure ne peut pas être sa propre structure tierce.',
    }),
  /** The step of the procedure that is missing. */
  missingHabilitation: (label: string) =>
    new Refusal({
      code: 'access.missing-habilitation',
      status: 403,
      message: `Il vous manque l’habilitation « ${label} » pour cette structure. Le représentant légal ou un mandataire la donne sur MesHabilitations.`,
      data: { missing: 'habilitation' },
    }),
};
