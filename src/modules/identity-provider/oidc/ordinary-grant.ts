import { subjectOf } from './account.js';
import { isSecretOf } from './dialect.js';
import type { Visit } from './exchange.js';
import type { LiveArtifact } from './live-artifact.js';
import type { ProvenForm } from './proven-form.js';

/** Whether it was given to the service that asks, which proves itself and gets plain bearer tokens. */
export function isFor({ owner, asker, payload, scopes }: LiveArtifact, { secret }: ProvenForm): boolean {
  const { authentication, dpop, certificateBoundTokens } = asker.options;
  return (
    owner === asker &&
    authentication === 'secret' &&
    isSecretOf(secret, asker.secretHashes) &&
    !dpop &&
    !certificateBoundTokens &&
    scopes.includes('openid') &&
    Object.keys(payload.claims?.id_token ?? {}).every((claim) => claim === 'acr')
  );
}

/** What is noted of a person who comes into a service. */
export const visitOf = ({ payload, person, owner }: LiveArtifact): Visit => ({
  accountId: person.accountId,
  clientId: owner.clientId,
  sid: payload.sid ?? '',
  means: payload.amr?.[0] ?? '',
  subject: subjectOf(person.idNat),
});
