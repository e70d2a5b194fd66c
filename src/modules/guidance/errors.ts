import { type FieldProblem, Refusal } from '../../platform/errors.js';

/** A question that is not there, or that somebody else asked. */
export const unknownTicket = () =>
  new Refusal({
    code: 'guidance.unknown-ticket',
    status: 404,
    message: 'Introuvable : cette demande n’existe pas, ou elle n’est pas la vôtre.',
  });

/** A form that says too little. */
export const incomplete = (fields: readonly FieldProblem[]) =>
  new Refusal({
    code: 'guidance.incomplete',
    status: 422,
    message: 'Il manque quelque chose à ce message.',
    fields,
  });

/** The refusals about the matrix of the DMP. */
export const matrixErrors = {
  file: (problems: readonly { readonly line: number; readonly message: string }[]) =>
    new Refusal({
      code: 'guidance.dmp-matrix-file',
      status: 422,
      message: 'Ce fichier n’est pas une matrice : rien n’est chargé.',
      fields: problems.slice(0, 50).map(({ line, message }) => ({
        field: 'matrice',
        code: 'dmp-matrix-file',
        message: line > 0 ? `Ligne ${line} : ${message}` : message,
      })),
    }),
  noReason: () => {
    const message = 'Dites pourquoi, en 300 signes au plus.';
    return new Refusal({
      ...{ code: 'guidance.reason-missing', status: 422, message },
      fields: [{ field: 'motif', code: 'reason-missing', message }],
    });
  },
  alreadyLoaded: (version: string) =>
    new Refusal({
      code: 'guidance.dmp-matrix-loaded',
      status: 409,
      message: `La version ${version} est déjà chargée. Annulez-la d’abord, ou donnez un autre nom.`,
    }),
  notLoaded: () =>
    new Refusal({
      code: 'guidance.dmp-matrix-unknown',
      status: 404,
      message: 'Cette version n’est pas chargée, ou elle est déjà annulée.',
    }),
};
