import { z } from 'zod';

/** What a phone may do of a sign-in; `ignore`: nothing, until it has waited too long. */
export const DEEDS = ['approve', 'refuse', 'wrong-number', 'wrong-code', 'ignore'] as const;
export type Deed = (typeof DEEDS)[number];

const LONGEST_SECONDS = 300;

const step = z.strictObject({
  do: z.enum(DEEDS),
  /** Seconds before, as of somebody who looks for the phone. */
  after: z.number().min(0).max(LONGEST_SECONDS).default(0),
});

export const scriptBody = z.strictObject({
  /** One step for each sign-in to come; after a wrong code the same sign-in gets the next step. */
  steps: z.array(step).max(50).default([]),
  /** For whatever comes after them; the phone then waits for a hand when left out. */
  otherwise: step.exactOptional(),
});

export type Step = z.output<typeof step>;
export type Script = z.output<typeof scriptBody>;
export type GivenScript = z.input<typeof scriptBody>;

/** A script and how far it is. */
export interface PlayedScript extends Script {
  /** Steps played, those of `otherwise` included. */
  readonly played: number;
}
