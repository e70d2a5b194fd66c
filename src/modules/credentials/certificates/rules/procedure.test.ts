import { expect, it } from 'vitest';
import { missingStep, procedure, STEPS } from './procedure.js';

it('opens each step once all those before it are done, whatever is there already', () => {
  const [yes, no] = [true, false];
  for (const contract of [yes, no])
    for (const card of [yes, no])
      for (const habilitation of [yes, no]) {
        const done = { contract, card, habilitation };
        const states = procedure(done);
        const first = (['contract', 'card', 'habilitation'] as const).find((step) => !done[step]);
        expect(missingStep(states)).toBe(first);
        for (const step of STEPS) {
          const before = first === undefined || STEPS.indexOf(step) < STEPS.indexOf(first);
          expect([step, states[step]]).toEqual([
            step,
            before ? 'done' : step === first ? 'missing' : 'waiting',
          ]);
        }
      }
});
