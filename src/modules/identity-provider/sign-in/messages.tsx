import type { Child } from 'hono/jsx';
import type { Prerequisites } from '../queries/sign-in-prerequisites.js';

type Missing = Extract<Prerequisites, { met: false }>['missing'];

/** Why a person cannot sign in, and what to do about it. */
export const missingMessages: Record<Missing, { title: string; body: Child }> = {
  unknown: {
    title: 'Cet identifiant ne permet pas de se connecter',
    body: (
      <>
        <p>Vérifiez votre saisie : 8 suivi de vos onze chiffres RPPS.</p>
        <p>
          Pas encore de numéro RPPS ou RPPS+ ? Il est délivré par votre ordre, par votre agence régionale de
          santé, ou à la demande de la structure qui vous emploie.
        </p>
      </>
    ),
  },
  'not-published': {
    title: 'Vous n’êtes pas encore dans l’Annuaire Santé',
    body: (
      <p>
        Vous êtes bien enregistré au RPPS, mais votre fiche n’est pas encore publiée dans l’Annuaire Santé. La
        publication suit l’enregistrement : réessayez un peu plus tard.{' '}
        <a href="/suivi">Suivre mes données</a>
      </p>
    ),
  },
  'outside-perimeter': {
    title: 'Votre population n’est pas dans le périmètre',
    body: (
      <p>
        Vous êtes dans l’Annuaire Santé, mais Pro Santé Connect ne prend pas encore votre population. Rien
        n’est à refaire : la connexion s’ouvrira quand elle y entrera.
      </p>
    ),
  },
  'no-means': {
    title: 'Aucune application e-CPS active',
    body: (
      <p>
        Activez d’abord votre e-CPS sur votre téléphone, avec l’adresse mail et le mobile connus de votre
        autorité. <a href="/portail-psc/activation">Activer mon e-CPS</a>
      </p>
    ),
  },
};

/** Why the request sent to the phone led nowhere. */
export const endedMessages = {
  refused:
    'La demande a été refusée sur le téléphone, ou un autre numéro a été choisi. Vous n’êtes pas connecté.',
  expired: 'La demande n’a pas été confirmée à temps. Vous n’êtes pas connecté.',
  lost: 'Cette demande a déjà servi ou n’existe plus. Vous n’êtes pas connecté.',
} as const;
