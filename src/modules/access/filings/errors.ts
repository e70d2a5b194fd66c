import { type FieldProblem, Refusal } from '../../../platform/errors.js';

/** Refusals about forms; tests name them by the same functions. */
export const errors = {
  faults: (fields: readonly FieldProblem[]) =>
    new Refusal({
      code: 'access.filing-incomplete',
      status: 422,
      message: 'Le formulaire a des points à corriger.',
      fields,
    }),
  unknown: () =>
    new Refusal({ code: 'access.unknown-filing', status: 404, message: 'Ce formulaire n’existe pas.' }),
  decided: () =>
    new Refusal({
      code: 'access.filing-decided',
      status: 409,
      message: 'Ce formulaire a déjà reçu une décision.',
    }),
};
