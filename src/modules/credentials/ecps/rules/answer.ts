import { z } from 'zod';

/** What the phone signs. `iat` (seconds) is for the record only: phones' clocks are wrong, the nonce is not. */
export const answerPayload = z.strictObject({
  requestId: z.string(),
  nonce: z.string(),
  clientId: z.string(),
  number: z.number().int().optional(),
  decision: z.enum(['approve', 'refuse']),
  origin: z.string(),
  iat: z.number(),
});

export type AnswerPayload = z.infer<typeof answerPayload>;

/** Whether the signed answer is about this very request, and was made on our own page. */
export function answers(
  payload: AnswerPayload,
  request: {
    readonly id: string;
    readonly nonce: string;
    readonly clientId: string;
    readonly origin: string;
  },
): boolean {
  return (
    payload.requestId === request.id &&
    payload.nonce === request.nonce &&
    payload.clientId === request.clientId &&
    payload.origin === request.origin
  );
}
