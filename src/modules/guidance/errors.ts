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
