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
  contactFileUnreadable: (header: string) =>
    new Refusal({
      code: 'authorities.contact-file-unreadable',
      status: 422,
      message: `Ce fichier n’est pas un fichier de contacts : sa première ligne doit être ${header}, et au moins une ligne la suivre.`,
    }),
  contactFileOlder: (last: string) =>
    new Refusal({
      code: 'authorities.contact-file-older',
      status: 409,
      message: `Un fichier plus récent est déjà chargé : il porte la date du ${french(last)}.`,
    }),
  contactFileFuture: (day: string) =>
    new Refusal({
      code: 'authorities.contact-file-future',
      status: 422,
      message: `Ce fichier porte une date à venir, le ${french(day)}.`,
    }),
  contactFileWaits: () =>
    new Refusal({
      code: 'authorities.contact-file-waits',
      status: 409,
      message: 'Un fichier attend déjà sa date. Retirez-le d’abord.',
    }),
  contactFileNotWaiting: () =>
    new Refusal({
      code: 'authorities.contact-file-not-waiting',
      status: 409,
      message: 'Ce fichier n’attend plus : il est chargé ou retiré.',
    }),
  contactFileNoDate: () =>
    new Refusal({
      code: 'authorities.contact-file-no-date',
      status: 409,
      message: 'Le calendrier des fichiers de contacts est terminé : chargez ce fichier à la main.',
    }),
};

const french = (day: string): string => day.split('-').reverse().join('/');
