import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { hashCode, sameText } from '../../../platform/secrets.js';

/**
 * How the engine signs its cookies: HMAC-SHA256 by a key of their own. It would take a list of keys as well, and then
 * compare each mark by two more signatures under a key drawn for the occasion.
 */
export class CookieMarks {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(hashCode(secret, 'identity-provider', 'cookies'), 'hex');
  }

  sign(data: string): string {
    return createHmac('sha256', this.key).update(data).digest('base64url');
  }

  /** Rank of the key that made the mark; -1: none. */
  index(data: string, mark: string): number {
    return sameText(mark, this.sign(data)) ? 0 : -1;
  }

  verify(data: string, mark: string): boolean {
    return this.index(data, mark) === 0;
  }
}
