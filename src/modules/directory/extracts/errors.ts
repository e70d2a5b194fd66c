import { Refusal } from '../../../platform/errors.js';
import { EXTRACTION_PATH } from './paths.js';

export const errors = {
  unknownService: () =>
    new Refusal({
      code: 'directory.unknown-extract',
      status: 404,
      message: 'Aucune extraction de ce nom.',
      data: { index: EXTRACTION_PATH },
    }),
  superseded: () =>
    new Refusal({
      code: 'directory.extract-superseded',
      status: 410,
      message: 'Cette extraction n’existe plus : prenez PS_LibreAcces, qui la remplace.',
    }),
  notYet: () =>
    new Refusal({
      code: 'directory.extract-not-yet',
      status: 503,
      message: 'La première extraction n’est pas encore écrite : revenez dans quelques minutes.',
      data: { retryAfterSeconds: 120 },
    }),
  nothingNew: (retryAfterSeconds: number) =>
    new Refusal({
      code: 'directory.extract-nothing-new',
      status: 503,
      message: 'Vous avez déjà le dernier fichier : aucun autre n’a été publié depuis.',
      data: { retryAfterSeconds },
    }),
  signIn: () =>
    new Refusal({
      code: 'directory.restricted',
      status: 401,
      message: 'Cette extraction demande un jeton de portée « restricted » (POST /api/oauth/token).',
    }),
  showCertificate: (origin: string) =>
    new Refusal({
      code: 'directory.certificate-needed',
      status: 403,
      message: 'Présentez aussi le certificat logiciel de votre organisation, à l’adresse qui le demande.',
      data: { origin },
    }),
  badRange: () =>
    new Refusal({
      code: 'directory.bad-range',
      status: 416,
      message: 'La partie demandée n’existe pas dans ce fichier.',
    }),
  badSince: (current: number) =>
    new Refusal({
      code: 'directory.bad-since',
      status: 400,
      message: `« depuis » attend un numéro de publication, de 0 à ${current}, ou une date.`,
      fields: [
        {
          field: 'depuis',
          code: 'out-of-range',
          message: `Un nombre entier de 0 à ${current}, ou AAAA-MM-JJ.`,
        },
      ],
    }),
  noChanges: () =>
    new Refusal({
      code: 'directory.extract-without-changes',
      status: 404,
      message: 'Cette extraction n’a pas de fichier des changements : prenez-la entière.',
    }),
  busy: (retryAfterSeconds: number) =>
    new Refusal({
      code: 'directory.extracts-busy',
      status: 503,
      message: 'D’autres fichiers de changements sont en train d’être écrits : revenez dans un instant.',
      data: { retryAfterSeconds },
    }),
};
