import { Refusal } from '../../platform/errors.js';
import { type LoadState, notHeldWords } from '../../platform/files/load-book.js';

/** The refusals of this module. */
export const errors = {
  header: (file: string, detail: string) =>
    refused('header', file, `ce n’est pas un fichier de structures de FINESS (${detail}).`),
  undated: (file: string) =>
    refused('undated', file, 'rien ne dit la date de publication. Donnez-la avec --date AAAAMMJJhhmm.'),
  older: (file: string, last: string) =>
    refused('older', file, `une publication plus récente (${last}) est déjà chargée.`),
  busy: () =>
    new Refusal({
      code: 'structures.import-busy',
      status: 409,
      message: 'Un autre chargement est en cours. Réessayez quand il sera fini.',
    }),
  notHeld: (id: number, state: LoadState | undefined) =>
    new Refusal({
      code: 'structures.import-not-held',
      status: 404,
      message: notHeldWords(`FINESS ${id}`, state),
    }),
};

function refused(reason: string, file: string, message: string): Refusal {
  return new Refusal({
    code: `structures.import-${reason}`,
    status: 422,
    message: `${file} : ${message}`,
    data: { file },
  });
}
