import { Refusal } from '../../../platform/errors.js';

/** Refusals about the cards of a structure; tests name them by the same functions. */
export const errors = {
  /** Somebody of the structure has that name, and a card or an order. */
  namesake: () =>
    new Refusal({
      code: 'credentials.namesake',
      status: 409,
      message:
        'Une personne du même nom a déjà une carte ou une commande dans cette structure. Si c’est bien quelqu’un d’autre, dites-le.',
      fields: [
        {
          ...{ field: 'homonyme', code: 'credentials.namesake' },
          message: 'Une personne du même nom a déjà une carte ici. Cochez si c’est quelqu’un d’autre.',
        },
      ],
    }),
  /** A professional of that name practises there: no card of an employee is made for one. */
  professional: () =>
    new Refusal({
      code: 'credentials.professional-there',
      status: 409,
      message:
        'Un professionnel de santé de ce nom exerce dans cette structure : il a sa propre carte. Si c’est bien quelqu’un d’autre, dites-le.',
      fields: [
        {
          ...{ field: 'homonyme', code: 'credentials.professional-there' },
          message:
            'Un professionnel de santé de ce nom exerce ici : il a sa propre carte. Cochez si c’est quelqu’un d’autre.',
        },
      ],
    }),
  foreignStructure: () =>
    new Refusal({
      code: 'credentials.foreign-structure',
      status: 403,
      message: 'Cette structure n’est pas de celles pour lesquelles vous agissez.',
    }),
};
