import { compactVerify, importJWK } from 'jose';
import { errors } from './errors.js';
import { type AnswerPayload, answerPayload, answers } from './rules/answer.js';
import type { DeviceKey } from './rules/device-key.js';

/**
 * What a phone signed (compact JWS, ES256), once it is known to be about that very question.
 * @throws errors.foreignSignature for another key, foreignAnswer for another question or another page
 */
export async function readSigned(
  publicKey: DeviceKey,
  jws: string,
  about: Parameters<typeof answers>[1],
): Promise<AnswerPayload> {
  const bytes = await importJWK({ ...publicKey }, 'ES256')
    .then((key) => compactVerify(jws, key, { algorithms: ['ES256'] }))
    .catch(() => {
      throw errors.foreignSignature();
    });
  const { data } = answerPayload.safeParse(parseJson(new TextDecoder().decode(bytes.payload)));
  if (!data || !answers(data, about)) throw errors.foreignAnswer();
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
