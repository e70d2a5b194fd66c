import { type FieldProblem, Refusal } from '../../platform/errors.js';

/** The refusals of this module. */
export const errors = {
  invalidRecord: (fields: readonly FieldProblem[]) =>
    new Refusal({
      code: 'authorities.invalid-record',
      status: 422,
      message: 'Cet enregistrement contient des erreurs.',
      fields,
    }),
  unknownAuthority: () =>
    new Refusal({
      code: 'authorities.unknown-authority',
      status: 404,
      message: 'Cette autorité est inconnue.',
    }),
  unknownMember: () =>
    new Refusal({
      code: 'authorities.unknown-member',
      status: 404,
      message: 'Cette autorité ne connaît pas ce professionnel.',
    }),
  alreadyMember: () =>
    new Refusal({
      code: 'authorities.already-member',
      status: 409,
      message: 'Ce professionnel est déjà enregistré par cette autorité.',
    }),
  otherPerson: () =>
    new Refusal({
      code: 'authorities.other-person',
      status: 422,
      message: 'Ce numéro est celui d’une autre personne que celle de votre dossier.',
      fields: [
        {
          field: 'civilStatus',
          code: 'other-person',
          message: 'Vérifiez le numéro et les cinq traits de l’état civil.',
        },
      ],
    }),
  staleVersion: (current: number) =>
    new Refusal({
      code: 'authorities.stale-version',
      status: 412,
      message: 'Ce dossier a changé depuis que vous l’avez lu. Relisez-le puis recommencez.',
      data: { currentVersion: current },
    }),
  notOpen: (state: string) =>
    new Refusal({
      code: 'authorities.not-open',
      status: 409,
      message: 'Ce dossier ne peut pas être modifié dans son état actuel.',
      data: { state },
    }),
  forbiddenAct: (act: string, state: string) =>
    new Refusal({
      code: 'authorities.forbidden-act',
      status: 409,
      message: 'Cette action n’est pas possible dans l’état actuel du dossier.',
      data: { act, state },
    }),
  forbiddenActor: (act: string) =>
    new Refusal({
      code: 'authorities.forbidden-actor',
      status: 403,
      message: 'Vous n’avez pas le droit de faire cette action sur ce dossier.',
      data: { act },
    }),
};
