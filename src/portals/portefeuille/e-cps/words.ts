import type { ecps } from '../../../modules/credentials/index.js';
import { identityProviderErrors as errors } from '../../../modules/identity-provider/index.js';

export const WAYS = { contacts: 'Courriel et SMS', card: 'Carte' } as const;

/** Why an e-CPS of the past is no more. */
export const ENDED: Readonly<Record<ecps.EndReason, string>> = {
  replaced: 'Remplacée par une autre',
  'deleted-by-holder': 'Supprimée par vous',
  lost: 'Téléphone déclaré perdu',
  closed: 'Fin d’inscription',
};

const HERE: Partial<Record<ecps.Obstacle, string>> = {
  'mail-missing': 'Votre autorité ne connaît pas votre courriel : faites-le enregistrer d’abord.',
  'mobile-missing': 'Votre autorité ne connaît pas votre mobile : faites-le enregistrer d’abord.',
};

/** Why a way is closed, told to its holder. */
export const obstacleWords = (obstacle: ecps.Obstacle): string =>
  HERE[obstacle] ?? errors.closedWay(obstacle).message;
