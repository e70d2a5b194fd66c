import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { randomToken, sameText } from '../../platform/secrets.js';
import { HOSPITAL } from './index.js';

/** Ways to sign in at the hospital, and what its provider then says of them (RFC 8176). */
export const WAYS = {
  carte: { label: 'Carte d’établissement et code', amr: ['sc', 'pin', 'mfa', 'hwk'] },
  cle: { label: 'Mot de passe et clé de sécurité', amr: ['pwd', 'hwk', 'mfa'] },
  'mot-de-passe': { label: 'Mot de passe seul (refusé par Pro Santé Connect)', amr: ['pwd'] },
} as const;
export type Way = keyof typeof WAYS;

/** A person of the staff, as the hospital knows them: not by the national identifier. */
export interface StaffMember {
  readonly login: string;
  readonly name: string;
}

interface Granted {
  readonly member: StaffMember;
  readonly way: Way;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly challenge: string;
  readonly until: number;
}

const CODE_MS = 60_000;

/** The hospital's own provider: codes and tokens, in the memory of this process. */
export class HospitalProvider {
  readonly #codes = new Map<string, Granted>();
  readonly #keys = generateKeyPair('RS256', { extractable: true });

  constructor(
    readonly issuer: string,
    private readonly secret: string,
  ) {}

  metadata(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/connexion`,
      token_endpoint: `${this.issuer}/jeton`,
      jwks_uri: `${this.issuer}/cles`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async keys(): Promise<object> {
    const { publicKey } = await this.#keys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: 'hopital', alg: 'RS256', use: 'sig' }] };
  }

  /** A member of the staff signed in: the code to send back. */
  grant(granted: Omit<Granted, 'until'>): string {
    const code = randomToken();
    for (const [old, { until }] of this.#codes) if (until < Date.now()) this.#codes.delete(old);
    this.#codes.set(code, { ...granted, until: Date.now() + CODE_MS });
    return code;
  }

  /** Gives the tokens of a code, once. Undefined when anything of the request is not right. */
  async redeem(form: Readonly<Record<string, string>>, authorization: string): Promise<object | undefined> {
    const granted = this.#codes.get(form.code ?? '');
    this.#codes.delete(form.code ?? '');
    const [id, secret] = basic(authorization);
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    const right =
      granted &&
      granted.until > Date.now() &&
      granted.redirectUri === form.redirect_uri &&
      granted.challenge === challenge &&
      id === HOSPITAL.clientId &&
      sameText(secret, this.secret);
    if (!right) return undefined;
    const id_token = await this.#idToken(granted);
    return { access_token: randomToken(), token_type: 'Bearer', expires_in: 60, id_token };
  }

  async #idToken({ member, way, nonce }: Granted): Promise<string> {
    const { privateKey } = await this.#keys;
    const mail = `${member.login}@${HOSPITAL.domain}`;
    const now = Math.floor(Date.now() / 1000);
    const claims = { nonce, auth_time: now, amr: WAYS[way].amr, preferred_username: mail, name: member.name };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'hopital' })
      .setIssuer(this.issuer)
      .setAudience(HOSPITAL.clientId)
      .setSubject(createHash('sha256').update(`agent:${member.login}`).digest('base64url').slice(0, 22))
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(privateKey);
  }
}

/** The identifier and the secret of a client, each encoded as in a form (RFC 6749 §2.3.1). */
function basic(authorization: string): [string, string] {
  const pair = new URLSearchParams(
    Buffer.from(authorization.replace(/^Basic /i, ''), 'base64')
      .toString()
      .replace(':', '='),
  );
  return [...pair][0] ?? ['', ''];
}
