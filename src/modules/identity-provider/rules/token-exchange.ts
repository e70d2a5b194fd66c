import { sessionSatisfies } from './means.js';
import type { ServiceOptions } from './service-options.js';

export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** A service as far as an exchange looks at it. */
export interface Party {
  readonly clientId: string;
  readonly options: Pick<ServiceOptions, 'tokenExchange' | 'acceptedMeans' | 'singleFactorReentry'>;
}

/** What a token says of the sign-in behind it. */
export interface SignedIn {
  readonly acr?: string | undefined;
  readonly authMode?: string | undefined;
}

/** Whether both services said, each for itself, that the first may ask tokens for the second. */
export const bothAgree = (asker: Party, target: Party): boolean =>
  asker.clientId !== target.clientId &&
  (asker.options.tokenExchange?.towards.includes(target.clientId) ?? false) &&
  (target.options.tokenExchange?.from.includes(asker.clientId) ?? false);

/** Whether the second takes a person who signed in so: an exchange must not be a way round what it accepts. */
export const takesSignIn = ({ options }: Party, { acr, authMode }: SignedIn, day: string): boolean =>
  sessionSatisfies({ acr, amr: authMode ? [authMode] : [] }, options, false, day);

/** Scopes of the new token: those asked for, which the first must have; all of the first when none is. Undefined: no. */
export function narrowedScopes(asked: string | undefined, held: readonly string[]): string[] | undefined {
  const wanted = asked?.split(' ').filter(Boolean) ?? [];
  if (wanted.length === 0) return [...held];
  return wanted.every((scope) => held.includes(scope)) ? [...new Set(wanted)] : undefined;
}
