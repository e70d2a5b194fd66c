import { Refusal } from '../../../platform/errors.js';

/** Refusals about contracts; tests name them by the same functions. */
export const errors = {
  unknownStructure: () =>
    new Refusal({
      code: 'structures.unknown',
      status: 404,
      message: 'Aucune structure ne porte ce numéro FINESS ou SIRET.',
    }),
  closedStructure: () =>
    new Refusal({
      code: 'structures.closed',
      status: 422,
      message: 'Cette structure est fermée : elle ne peut plus signer de contrat.',
    }),
  practice: () =>
    new Refusal({
      code: 'structures.practice-signs-nothing',
      status: 422,
      message: 'Un cabinet libéral n’a pas de contrat à signer : ses cartes se gèrent sur TOPS.',
    }),
  /** `entity` is the technical id of the legal entity that signs for all its sites. */
  signedByEntity: (entity: string, finess: string) =>
    new Refusal({
      code: 'structures.signed-by-entity',
      status: 422,
      message: `Cet établissement a plusieurs sites : le contrat se signe au nom de l’entité juridique ${finess}.`,
      data: { entity },
    }),
  alreadySigned: (number: string) =>
    new Refusal({
      code: 'structures.already-signed',
      status: 409,
      message: `Le contrat ${number} est déjà en cours pour cette structure.`,
      data: { number },
    }),
  noContract: () =>
    new Refusal({
      code: 'structures.no-contract',
      status: 409,
      message:
        'Aucun contrat n’est en cours pour cette structure. Le représentant légal doit d’abord le signer sur MesHabilitations, ou le demander par le formulaire F101.',
      data: { missing: 'contract' },
    }),
  unknownContract: () =>
    new Refusal({
      code: 'structures.unknown-contract',
      status: 404,
      message: 'Ce contrat n’existe pas, ou il a pris fin.',
    }),
};
