import { Refusal } from '../../platform/errors.js';

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
};
