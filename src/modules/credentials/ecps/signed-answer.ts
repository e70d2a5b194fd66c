import { createPublicKey, type KeyObject } from 'node:crypto';
import { parsed, payloadOf } from '../../../platform/jws.js';
import { errors } from './errors.js';
import { type AnswerPayload, answerPayload, answers } from './rules/answer.js';
import type { DeviceKey } from './rules/device-key.js';

/**
 * What a phone signed (compact JWS, ES256), once it is known to be about that very question.
 * @throws errors.foreignSignature for another key, foreignAnswer for another question or another page
 */
export function readSigned(
  publicKey: DeviceKey,
  jws: string,
  about: Parameters<typeof answers>[1],
): AnswerPayload {
  const payload = payloadOf(jws, 'ES256', () => keyOf(publicKey));
  if (payload === undefined) throw errors.foreignSignature();
  const { data } = answerPayload.safeParse(parsed(payload));
  if (!data || !answers(data, about)) throw errors.foreignAnswer();
  return data;
}

/** Undefined when the point is not on the curve. */
function keyOf(jwk: DeviceKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
