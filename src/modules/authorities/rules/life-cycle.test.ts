import { describe, expect, it } from 'vitest';
import { ACTOR_KINDS, MEMBER_ACTS, MEMBER_STATES, nextState } from './life-cycle.js';

const ALLOWED: Record<string, string> = {
  'draft submit applicant': 'submitted',
  'draft submit agent': 'submitted',
  'submitted take-up agent': 'in-review',
  'in-review ask-complement agent': 'complement-requested',
  'complement-requested give-complement applicant': 'in-review',
  'complement-requested give-complement agent': 'in-review',
  'in-review validate agent': 'active',
  'in-review validate authority': 'active',
  'in-review refuse agent': 'refused',
  'draft abandon applicant': 'abandoned',
  'submitted abandon applicant': 'abandoned',
  'in-review abandon applicant': 'abandoned',
  'complement-requested abandon applicant': 'abandoned',
  'active suspend agent': 'suspended',
  'active suspend authority': 'suspended',
  'suspended resume agent': 'active',
  'suspended resume authority': 'active',
  'active close agent': 'closed',
  'active close authority': 'closed',
  'suspended close agent': 'closed',
  'suspended close authority': 'closed',
  'closed reopen agent': 'active',
  'closed reopen authority': 'active',
  'active reject register': 'refused',
};

const all = MEMBER_STATES.flatMap((state) =>
  MEMBER_ACTS.flatMap((act) => ACTOR_KINDS.map((by) => [state, act, by] as const)),
);

describe('the life of a member', () => {
  it('goes where the table says', () => {
    const reached = all.filter(([state, act, by]) => nextState(state, act, by) !== undefined);
    expect(reached).toHaveLength(Object.keys(ALLOWED).length);
    for (const [state, act, by] of reached)
      expect(nextState(state, act, by)).toBe(ALLOWED[`${state} ${act} ${by}`]);
  });

  it('refuses every other act, from every other state, by every other actor', () => {
    const others = all.filter((one) => !(one.join(' ') in ALLOWED));
    expect(others.length).toBe(all.length - Object.keys(ALLOWED).length);
    for (const [state, act, by] of others)
      expect(nextState(state, act, by), `${state} ${act} ${by}`).toBeUndefined();
  });

  it('never makes a file active without a validation before it', () => {
    const toActive = all.filter(([state, act, by]) => nextState(state, act, by) === 'active');
    expect(new Set(toActive.map(([, act]) => act))).toEqual(new Set(['validate', 'resume', 'reopen']));
    expect(toActive.filter(([, act]) => act === 'validate').map(([state]) => state)).toEqual([
      'in-review',
      'in-review',
    ]);
  });
});
