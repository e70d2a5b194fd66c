import type { Mail } from '../../../platform/mail.js';

/** What a holder is told when somebody had the cards blocked without signing in. */
export const blockedNotice = (to: string, count: number, origin: string): Mail => ({
  to,
  subject: 'Votre carte a été bloquée en urgence',
  text: [
    'Bonjour,',
    count > 1 ? `Vos ${count} cartes viennent d’être bloquées` : 'Votre carte vient d’être bloquée',
    'Cela a été demandé sans connexion, en donnant votre numéro, votre nom et votre date de naissance.',
    'C’est vous, et la carte est perdue ou volée : déclarez-le avec une pièce d’identité, pour la mettre en opposition et en recevoir une autre.',
    `${origin}/incident/declaration`,
    'Ce n’est pas vous, ou vous avez retrouvé la carte : débloquez-la avec le code de déblocage de huit chiffres reçu avec elle. Personne d’autre ne le peut, le support non plus.',
  ].join('\n\n'),
});
