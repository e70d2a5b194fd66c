import { expect, it } from 'vitest';
import { type DeclarationAct, type DeclarationState, stateAfter } from './declaration-states.js';

const STATES: readonly DeclarationState[] = ['draft', 'submitted', 'approved', 'refused', 'closed'];
const ACTS: readonly DeclarationAct[] = ['change', 'submit', 'approve', 'refuse', 'close'];

/** Written a second time on purpose: a slip in the table must show. */
const ALLOWED = new Set(
  ['change draft', 'change submitted', 'change approved', 'change refused', 'submit draft'].concat(
    ['approve submitted', 'refuse submitted', 'close draft', 'close submitted', 'close approved'],
    ['close refused'],
  ),
);

it('decides only what was submitted, changes what is not closed, and lets nothing out of a closed file', () => {
  for (const act of ACTS)
    for (const state of STATES)
      expect([act, state, stateAfter(act, state) !== undefined]).toEqual([
        act,
        state,
        ALLOWED.has(`${act} ${state}`),
      ]);
});
