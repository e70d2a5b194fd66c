import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import type { Ctx } from './context.js';

type Site = Pick<Ctx, 'config'>;

/** A credential as it is kept: its public key in COSE, base64url. */
export interface KeptCredential {
  readonly id: string;
  readonly publicKey: string;
  readonly counter: number;
}

/** The site that an authenticator knows: the name of this one, on any of its ports. */
export const siteOf = ({ config }: Site) => ({
  rpID: new URL(config.origin).hostname,
  origins: [...config.origins],
});

/**
 * The credential that an answer to `navigator.credentials.create` makes known (JSON text), after finger or code, and what it
 * says of its maker; else undefined.
 */
export async function newCredential(
  ctx: Site,
  answer: string,
  challenge: string,
): Promise<
  (KeptCredential & Pick<WebAuthnCredential, 'transports'> & { readonly attestation: Uint8Array }) | undefined
> {
  const response = readJson<RegistrationResponseJSON>(answer);
  if (!response) return undefined;
  const { rpID, origins } = siteOf(ctx);
  const proof = await verifyRegistrationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: origins, expectedRPID: rpID },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!proof?.verified) return undefined;
  const { id, publicKey, counter, transports } = proof.registrationInfo.credential;
  const { attestationObject: attestation } = proof.registrationInfo;
  const kept = { id, counter, attestation, publicKey: Buffer.from(publicKey).toString('base64url') };
  return { ...kept, ...(transports && { transports }) };
}

/** The id of the credential that an answer to `navigator.credentials.get` (JSON text) claims to come from. */
export function claimedCredential(answer: string): string {
  return String(readJson<AuthenticationResponseJSON>(answer)?.id ?? '');
}

/** The new counter of a credential that signed that challenge for this site, after finger or code; else undefined. */
export async function provenCounter(
  ctx: Site,
  answer: string,
  challenge: string,
  { id, counter, publicKey }: KeptCredential,
): Promise<number | undefined> {
  const response = readJson<AuthenticationResponseJSON>(answer);
  if (!response) return undefined;
  const { rpID, origins } = siteOf(ctx);
  const proof = await verifyAuthenticationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: origins, expectedRPID: rpID },
    credential: { id, counter, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) },
    requireUserVerification: true,
  }).catch(() => undefined);
  return proof?.verified ? proof.authenticationInfo.newCounter : undefined;
}

function readJson<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
