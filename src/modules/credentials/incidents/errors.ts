import { type FieldProblem, Refusal } from '../../../platform/errors.js';

const refusal = (code: string, status: number, message: string, fields: readonly FieldProblem[] = []) =>
  new Refusal({ code: `credentials.${code}`, status, message, fields });

/** Refusals about declarations made without signing in; tests name them by the same functions. */
export const errors = {
  incomplete: (fields: readonly FieldProblem[]) =>
    refusal('incomplete-report', 422, 'Il manque quelque chose à cette déclaration.', fields),
  unknownReport: () => refusal('unknown-report', 404, 'Cette déclaration n’existe pas.'),
  alreadyDecided: () =>
    refusal('decided-report', 409, 'Cette déclaration a déjà été traitée, par vous ou par un autre.'),
  otherHolder: () =>
    refusal('other-holder', 409, 'Cette carte n’est pas celle de la personne qui a fait la déclaration.'),
};
