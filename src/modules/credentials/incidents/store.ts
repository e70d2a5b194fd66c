import { z } from 'zod';
import type { Config } from '../../../platform/config.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { Problem } from './rules/problems.js';
import type { ProofType } from './rules/proof-file.js';

const saidShape = z.object({
  familyName: z.string(),
  givenName: z.string(),
  birthDate: z.string(),
  contact: z.string(),
  words: z.string(),
});

/** Who declares, how to answer, and what happened in their own words. */
export type Said = z.infer<typeof saidShape>;

/** A declaration that waits for the support. */
export interface WaitingReport {
  readonly id: string;
  readonly ticket: number;
  readonly problem: Problem;
  readonly filedAt: Date;
}

/** The same with what was declared, as the support reads it. */
export interface Report extends WaitingReport {
  readonly idNat: string | null;
  readonly cardNumber: string | null;
  readonly proofType: ProofType;
  readonly proofHash: string;
  readonly state: 'waiting' | 'done' | 'refused';
  readonly decision: string | null;
  readonly decidedAt: Date | null;
  /** Undefined once it was decided: it is erased then. */
  readonly said: Said | undefined;
}

type Secrets = Pick<Config, 'secret'>;
const [SAID, PROOF] = ['credentials:incident-said', 'credentials:incident-proof'];

export const sealSaid = ({ secret }: Secrets, said: Said): string => seal(secret, SAID, JSON.stringify(said));

export function openSaid({ secret }: Secrets, sealed: string | null): Said | undefined {
  const text = sealed === null ? undefined : unseal(secret, SAID, sealed);
  return text === undefined ? undefined : saidShape.parse(JSON.parse(text));
}

export const sealProof = ({ secret }: Secrets, proof: Uint8Array): string =>
  seal(secret, PROOF, Buffer.from(proof).toString('base64'));

export function openProof({ secret }: Secrets, sealed: string): Buffer | undefined {
  const text = unseal(secret, PROOF, sealed);
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}
