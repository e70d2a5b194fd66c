import { Card } from '../../../ui/index.js';

const QUESTIONS = [
  {
    question: 'À quoi sert l’e-CPS ?',
    answer:
      'À vous connecter aux services de santé. Tapez votre identifiant sur l’ordinateur, reconnaissez le nombre sur le téléphone, tapez votre code à quatre chiffres.',
  },
  {
    question: 'Je change de téléphone',
    answer: 'Activez l’e-CPS sur le nouveau. Celle de l’ancien cesse de fonctionner au même instant.',
  },
  {
    question: 'J’ai perdu mon téléphone',
    answer:
      'Signalez-le sur votre portefeuille : l’e-CPS s’arrête tout de suite et vos sessions se ferment. Puis activez-en une autre.',
  },
  {
    question: 'Mon code est bloqué',
    answer:
      'Après trois codes faux, l’e-CPS ne se débloque pas. Activez-la de nouveau et choisissez un autre code.',
  },
  {
    question: 'Les données de mon navigateur ont été effacées',
    answer:
      'La clé de l’e-CPS était dedans : personne ne peut la retrouver. Activez l’e-CPS de nouveau. Installez la page sur l’écran d’accueil : elle est alors mieux gardée.',
  },
  {
    question: 'Mon e-CPS expire bientôt',
    answer:
      'Soixante jours avant sa fin, un courriel vous prévient. Renouvelez-la sur le téléphone : un code par SMS, puis votre code personnel.',
  },
  {
    question: 'Les messages n’arrivent pas',
    answer:
      'Votre courriel ou votre mobile n’est plus le bon : faites-le corriger par votre autorité (ordre, ARS, employeur). Avec une carte, aucun message n’est nécessaire.',
  },
] as const;

/** What people ask about the e-CPS, with what to do. */
export function HelpCard() {
  return (
    <Card title="Aide">
      {QUESTIONS.map(({ question, answer }) => (
        <>
          <h3>{question}</h3>
          <p>{answer}</p>
        </>
      ))}
    </Card>
  );
}
