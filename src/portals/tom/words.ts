import type { cards } from '../../modules/credentials/index.js';
import type { Choice, Tone } from '../../ui/index.js';
import { STANDINGS } from '../held-cards/words.js';

export const STATE_WORDS: Readonly<Record<cards.CardStanding | 'under-way', readonly [string, Tone]>> = {
  'under-way': ['Commandée', 'info'],
  ...STANDINGS,
};

export const STATE_CHOICES: readonly Choice[] = [
  ...Object.entries(STATE_WORDS).map(([value, [label]]) => ({ value, label })),
  { value: 'soon', label: 'À renouveler dans les trois mois' },
];
