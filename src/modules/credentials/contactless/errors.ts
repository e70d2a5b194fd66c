import { Refusal } from '../../../platform/errors.js';

const refusal = (code: string, status: number, message: string) =>
  new Refusal({ code: `credentials.${code}`, status, message });

/** Refusals of a badge reader; tests name them by the same functions. */
export const errors = {
  unknownBadge: () =>
    refusal('unknown-badge', 404, 'Rien ne répond au lecteur : cette carte ou cette e-CPS n’a pas de badge.'),
  wrongKey: () =>
    refusal('wrong-badge-key', 403, 'Le badge refuse ce lecteur : sa clé d’accès n’est pas la bonne.'),
  revokedBadge: () =>
    refusal('revoked-badge', 403, 'Ce badge n’est plus valable : sa carte ou son e-CPS a pris fin.'),
};
