import { Refusal } from '../../platform/errors.js';

const refusal = (status: number, code: string, message: string) => () =>
  new Refusal({ code: `api.${code}`, status, message });

/** What is said of the headers that make a change safe. */
export const conditionErrors = {
  versionRequired: refusal(428, 'version-required', 'Indiquez dans If-Match la version que vous avez lue.'),
  unreadableVersion: refusal(
    400,
    'unreadable-version',
    'If-Match doit être un numéro de version entre guillemets.',
  ),
  unreadableKey: refusal(
    400,
    'unreadable-idempotency-key',
    'Idempotency-Key doit avoir de 1 à 255 caractères visibles.',
  ),
};

/** The version that the caller has read (RFC 9110 §13.1.1), undefined for `*`. Throws 428 without the header. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) throw conditionErrors.versionRequired();
  if (ifMatch.trim() === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw conditionErrors.unreadableVersion();
  return Number(version);
}

/** The caller's idempotency key, undefined when there is none. Throws 400 when it cannot be kept. */
export function keyOf(header: string | undefined): string | undefined {
  if (header !== undefined && !/^[\x21-\x7e]{1,255}$/.test(header)) throw conditionErrors.unreadableKey();
  return header;
}
