/** What a question of an integrator is about. */
export const CATEGORIES = ['technical', 'functional', 'connection', 'account'] as const;
export type Category = (typeof CATEGORIES)[number];

export const isCategory = (text: string): text is Category =>
  (CATEGORIES as readonly string[]).includes(text);
