import type { Config } from '../../../platform/config.js';
import type { Addresses } from './rules/extensions.js';
import type { AuthorityKey } from './rules/names.js';

/** The name of the files that an authority publishes, with the mark of tests. */
export const fileName = (config: Pick<Config, 'profile'>, key: AuthorityKey): string =>
  config.profile === 'sandbox' ? `${key}-TEST` : key;

/** Where what an authority publishes is found. */
export function addressesOf(config: Pick<Config, 'origin' | 'profile'>, key: AuthorityKey): Addresses {
  const at = `${config.origin}/igc`;
  const file = fileName(config, key);
  return {
    crl: `${at}/CRL/${file}.crl`,
    deltaCrl: `${at}/CRL/${file}-delta.crl`,
    certificate: `${at}/AC/${file}.cer`,
    ocsp: `${at}/ocsp`,
    policy: `${at}/PC`,
  };
}
