import { Refusal } from '../../platform/errors.js';
import { type LoadState, notHeldWords } from '../../platform/files/load-book.js';

/** The refusals of this module. `idNat` is the number that the person already holds. */
export const errors = {
  alreadyRegistered: (idNat: string) =>
    new Refusal({
      code: 'registry.civil-status-already-registered',
      status: 409,
      message: 'Une personne du même état civil certifié a déjà un numéro. Enregistrez-la sous ce numéro.',
      data: { idNat, ...(idNat.startsWith('8') && { rpps: idNat.slice(1) }) },
    }),
  identityMismatch: () =>
    new Refusal({
      code: 'registry.identity-mismatch',
      status: 422,
      message: 'Les cinq traits de l’état civil ne sont pas ceux de la personne qui a ce numéro.',
      fields: [
        {
          field: 'civilStatus',
          code: 'identity-mismatch',
          message: 'Vérifiez le numéro et les cinq traits de l’état civil.',
        },
      ],
    }),
  unknownNumber: () =>
    new Refusal({
      code: 'registry.unknown-number',
      status: 422,
      message: 'Ce numéro n’existe pas dans le répertoire.',
      fields: [
        { field: 'rpps', code: 'unknown-number', message: 'Ce numéro n’existe pas dans le répertoire.' },
      ],
    }),
  unknownCertification: () =>
    new Refusal({
      code: 'registry.unknown-certification',
      status: 422,
      message: 'Cet état de certification n’existe pas à cette date.',
    }),
  unknownPerson: () =>
    new Refusal({
      code: 'registry.unknown-person',
      status: 404,
      message: 'Le répertoire ne connaît pas cette personne.',
    }),
  importHeader: (file: string, detail: string) =>
    importRefused('header', file, `l’en-tête n’est pas celui attendu (${detail}).`),
  importUndated: (file: string) =>
    importRefused(
      'undated',
      file,
      'le nom ne dit pas la date de publication (_AAAAMMJJhhmm). Donnez-la avec --date.',
    ),
  importOlder: (file: string, last: string) =>
    importRefused('older', file, `une publication plus récente (${last}) est déjà chargée.`),
  importActivitiesFirst: (file: string) =>
    importRefused(
      'activities-first',
      file,
      'personne n’est encore connu du fichier des personnes et activités (PS_LibreAcces_Personne_activite) ; chargez-le d’abord, ou avec celui-ci.',
    ),
  importSameKind: (file: string) =>
    importRefused('same-kind', file, 'un autre fichier donné est de la même sorte.'),
  importClock: (file: string) =>
    importRefused('clock', file, 'l’horloge est revenue avant le dernier chargement.'),
  importBusy: () =>
    new Refusal({
      code: 'registry.import-busy',
      status: 409,
      message: 'Un autre chargement est en cours. Réessayez quand il sera fini.',
    }),
  unknownImport: (id: number) =>
    new Refusal({
      code: 'registry.unknown-import',
      status: 404,
      message: `Aucun chargement n’a le numéro ${id}.`,
    }),
  importNotHeld: (id: number, state: LoadState | undefined) =>
    new Refusal({
      code: 'registry.import-not-held',
      status: 404,
      message: notHeldWords(`${id}`, state),
    }),
};

function importRefused(reason: string, file: string, message: string): Refusal {
  return new Refusal({
    code: `registry.import-${reason}`,
    status: 422,
    message: `${file} : ${message}`,
    data: { file },
  });
}
