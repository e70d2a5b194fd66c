import { Refusal } from '../../platform/errors.js';

/** Refusals of this module; tests name them by the same functions. */
export const errors = {
  /** `signIn` is where a browser is sent instead of being refused. */
  signInRequired: (signIn?: string) =>
    new Refusal({
      code: 'access.sign-in-required',
      status: 401,
      message: 'Connectez-vous pour continuer.',
      ...(signIn !== undefined && { data: { signIn } }),
    }),
  /** `roles`: the names of those that would open the page. */
  notAllowed: (detail?: string, roles: readonly string[] = []) =>
    new Refusal({
      code: 'access.not-allowed',
      status: 403,
      message: `Cette page ne vous est pas ouverte.${roles.length > 0 ? ` Elle s’ouvre avec le rôle : ${roles.join(', ou ')}.` : ''}`,
      ...(detail !== undefined && { detail }),
    }),
  /** The person holds another role that opens the page: a browser is sent to choose it. */
  otherRole: (choice: string) =>
    new Refusal({
      code: 'access.other-role',
      status: 403,
      message: 'Cette page s’ouvre avec un autre de vos rôles.',
      data: { signIn: choice },
    }),
  unknownRole: () =>
    new Refusal({
      code: 'access.unknown-role',
      status: 422,
      message: 'Ce rôle n’existe pas, ou il lui manque son périmètre.',
    }),
  disabledAccount: () =>
    new Refusal({
      code: 'access.disabled-account',
      status: 403,
      message: 'Ce compte est fermé.',
    }),
  deadLink: () =>
    new Refusal({
      code: 'access.dead-link',
      status: 410,
      message: 'Ce lien a déjà servi ou il a expiré. Demandez-en un autre.',
    }),
  wrongCode: () =>
    new Refusal({
      code: 'access.wrong-code',
      status: 422,
      message: 'Ce code n’est pas le bon, ou il ne vaut plus.',
      fields: [
        {
          field: 'code',
          code: 'access.wrong-code',
          message: 'Ce code n’est pas le bon, ou il ne vaut plus.',
        },
      ],
    }),
  pscUnavailable: (detail: string) =>
    new Refusal({
      code: 'access.psc-unavailable',
      status: 503,
      message: 'Pro Santé Connect ne répond pas. Réessayez dans un moment.',
      detail,
    }),
  pscRefused: (detail: string) =>
    new Refusal({
      code: 'access.psc-refused',
      status: 403,
      message: 'La connexion avec Pro Santé Connect n’a pas abouti. Recommencez.',
      detail,
    }),
};
