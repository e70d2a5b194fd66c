import { Refusal } from '../../platform/errors.js';

/** Refusals of the portals of the ordres. */
export const errors = {
  unknownFile: () =>
    new Refusal({
      code: 'ordres.unknown-file',
      status: 404,
      message: 'Ce dossier n’existe pas dans cet ordre.',
    }),
  nothingToRestore: () =>
    new Refusal({
      code: 'ordres.nothing-to-restore',
      status: 409,
      message: 'Cette modification ne peut plus être annulée : le dossier a changé depuis.',
    }),
};
