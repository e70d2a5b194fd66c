import { describe, expect, it } from 'vitest';
import {
  CARD_ACTS,
  type CardAct,
  type CardStanding,
  type CardState,
  standingOf,
  statesFor,
} from './life-cycle.js';

const STANDINGS: CardStanding[] = ['sent', 'active', 'blocked', 'opposed', 'returned', 'expired'];
const ALLOWED = [
  'sent identify active',
  'sent block blocked',
  'sent oppose opposed',
  'sent return returned',
  'active identify active',
  'active block blocked',
  'blocked unblock active',
  'active oppose opposed',
  'blocked oppose opposed',
  'expired oppose opposed',
];

describe('the life cycle of a card', () => {
  it('allows the acts listed and refuses every other one', () => {
    for (const standing of STANDINGS) {
      for (const act of Object.keys(CARD_ACTS) as CardAct[]) {
        const { from, to } = CARD_ACTS[act];
        const step = `${standing} ${act} ${to}`;
        expect([step, from.includes(standing)]).toEqual([step, ALLOWED.includes(step)]);
        const written = standing !== 'expired' && statesFor(act).includes(standing);
        expect([step, written]).toEqual([step, standing !== 'expired' && ALLOWED.includes(step)]);
      }
    }
  });

  it('holds every card for expired from the last instant on, save one that was opposed or came back', () => {
    const expiresAt = new Date('2027-01-01T00:00:00Z');
    for (const state of ['sent', 'active', 'blocked', 'opposed', 'returned'] as CardState[]) {
      const over = state === 'opposed' || state === 'returned';
      expect(standingOf({ state, expiresAt }, new Date(expiresAt.getTime() - 1))).toBe(state);
      expect(standingOf({ state, expiresAt }, expiresAt)).toBe(over ? state : 'expired');
    }
  });
});
