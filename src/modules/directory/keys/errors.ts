import { Refusal } from '../../../platform/errors.js';
import { LARGEST_QUOTA, MOST_APPLICATIONS } from '../rules/quota.js';

const wrongField = (field: string, code: string, message: string) =>
  new Refusal({ code: `directory.${code}`, status: 422, message, fields: [{ field, code, message }] });

export const errors = {
  nameWrong: () => wrongField('nom', 'application-name', 'Donnez à l’application un nom de 2 à 80 signes.'),
  quotaWrong: () =>
    wrongField('quota', 'application-quota', `Un nombre entier d’appels, de 1 à ${LARGEST_QUOTA}.`),
  reasonMissing: () => wrongField('motif', 'application-reason', 'Dites pourquoi, pour le journal.'),
  tooMany: () =>
    new Refusal({
      code: 'directory.too-many-applications',
      status: 409,
      message: `Un compte tient ${MOST_APPLICATIONS} applications au plus.`,
    }),
  unknown: () =>
    new Refusal({
      code: 'directory.unknown-application',
      status: 404,
      message: 'Cette application n’existe pas, ou n’est pas à vous.',
    }),
  closed: () =>
    new Refusal({
      code: 'directory.closed-application',
      status: 409,
      message: 'Cette application est fermée.',
    }),
};
