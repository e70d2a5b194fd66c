import type { Child } from 'hono/jsx';
import type { Prerequisites, Publication } from '../queries/sign-in-prerequisites.js';
import type { WaysToMeans } from '../rules/ways-to-means.js';

type Missing = Extract<Publication, { met: false }>['missing'];

interface Message {
  readonly title: string;
  readonly body: Child;
}

/** Why a person cannot sign in, and what to do about it. */
export function missingMessage(missed: Extract<Prerequisites, { met: false }>): Message {
  if (!('ways' in missed)) return missingMessages[missed.missing];
  const expired = missed.missing === 'expired-means';
  return {
    title: expired ? 'Votre e-CPS a expiré' : 'Aucune application e-CPS active',
    body: <Ways ways={missed.ways} expired={expired} />,
  };
}

const FROM = {
  authority: 'elle vous est envoyée d’office à votre inscription, à votre adresse de correspondance',
  order: 'elle se commande auprès de l’émetteur des cartes, sur Ma CPS',
  employer: 'elle se commande par la structure qui vous emploie',
} as const;

/** How to come by a means, for this kind of professional. */
function Ways({ ways: { card, ecps }, expired }: { ways: WaysToMeans; expired: boolean }) {
  return (
    <>
      {expired ? (
        <p>Supprimez-la de votre téléphone, puis activez-la de nouveau : rien d’autre n’est à refaire.</p>
      ) : null}
      <p>
        {ecps === 'contacts'
          ? 'L’e-CPS s’active sur votre téléphone, avec l’adresse mail et le mobile connus de votre autorité. '
          : 'Avec votre numéro, l’e-CPS s’active au moyen de la carte. '}
        <a href={ecps === 'contacts' ? '/portail-psc/activation' : '/portefeuille/e-cps'}>
          Activer mon e-CPS
        </a>
      </p>
      <p>
        {card
          ? `Vous pouvez aussi utiliser une carte ${card.type} : ${FROM[card.from]}.`
          : 'Il n’y a pas de carte pour votre profession : l’e-CPS suffit partout.'}
      </p>
    </>
  );
}

/** The same, means apart. */
export const missingMessages: Record<Missing, Message> = {
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
};

/** Why the request sent to the phone led nowhere. */
export const endedMessages = {
  refused:
    'La demande a été refusée sur le téléphone, ou un autre numéro a été choisi. Vous n’êtes pas connecté.',
  expired: 'La demande n’a pas été confirmée à temps. Vous n’êtes pas connecté.',
  lost: 'Cette demande a déjà servi ou n’existe plus. Vous n’êtes pas connecté.',
} as const;
