/** What a question of an integrator is about. */
export const CATEGORIES = ['technical', 'functional', 'connection', 'account'] as const;

/** The same, and what the holder of a card asks without signing in. */
export type Category = (typeof CATEGORIES)[number] | 'card';

export const isCategory = (text: string): text is Category =>
  text === 'card' || (CATEGORIES as readonly string[]).includes(text);
