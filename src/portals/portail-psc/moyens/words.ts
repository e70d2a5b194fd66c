/** What was just done, by the code that stands in the address after a form. */
export const DONE: Readonly<Record<string, string>> = {
  cle: 'La clé est liée à votre identité. Elle vous connecte dès maintenant.',
  application: 'Les codes de votre application sont activés.',
  sms: 'Les codes par SMS sont activés.',
  retire: 'C’est retiré : cela ne vous connecte plus.',
};

const ENDS: Readonly<Record<string, string>> = {
  cle: 'cette clé de sécurité',
  code: 'ces codes',
  appairage: 'cette association avec un compte d’établissement',
};

/** Whether a text names something that can be taken away. */
export const isEnd = (what: string): boolean =>
  Object.hasOwn(ENDS, what.split(':')[0] ?? '') && what.length < 400;

/** What is taken away, in words. */
export const endWords = (what: string): string => ENDS[what.split(':')[0] ?? ''] ?? '';
