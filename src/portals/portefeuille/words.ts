import { meansOfMode } from '../../modules/identity-provider/index.js';

/** What was just done, by the code that stands in the address after a form. */
export const DONE: Readonly<Record<string, string>> = {
  session: 'La session est fermée. Les services qui le demandent en sont avertis.',
  telephone: 'Votre e-CPS ne fonctionne plus, ni vos codes. Un courriel vous le confirme.',
  'sans-e-cps': 'Vous n’aviez ni e-CPS active ni codes : il n’y avait rien à arrêter.',
};

/** The name of a means of sign-in, as its holder knows it. */
export const meansName = (authMode: string): string => meansOfMode(authMode)?.label ?? 'Autre moyen';
