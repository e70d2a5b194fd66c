import { createHmac } from 'node:crypto';

/** Bytes of an AES-128 key, in hexadecimal digits. */
const DIGITS = 32;

/**
 * The key that opens the identifier of one badge, made from the key of the readers: a reader works it out for each badge,
 * and a badge whose key is known opens no other. In: both in hexadecimal. Out: 16 bytes in hexadecimal.
 */
export const badgeKey = (readerKey: string, identifier: string): string =>
  createHmac('sha256', Buffer.from(readerKey, 'hex')).update(identifier).digest('hex').slice(0, DIGITS);
