/** What may be wrong with a card, for somebody who cannot sign in to say it (form F501). */
export const PROBLEMS = ['loss', 'theft', 'malfunction', 'card-not-received', 'codes-lost'] as const;
export type Problem = (typeof PROBLEMS)[number];

export const isProblem = (text: string): text is Problem => (PROBLEMS as readonly string[]).includes(text);

/** How each is named to people. */
export const PROBLEM_WORDS: Readonly<Record<Problem, string>> = {
  loss: 'Ma carte est perdue',
  theft: 'Ma carte a été volée',
  malfunction: 'Ma carte ne fonctionne pas',
  'card-not-received': 'Je n’ai pas reçu ma carte',
  'codes-lost': 'Je n’ai plus mes codes',
};
