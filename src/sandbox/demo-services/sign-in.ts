import * as oidc from 'openid-client';

/** What a demo service keeps of a person who signed in. */
export interface DemoSession {
  readonly userinfo: Record<string, unknown>;
  readonly idToken: string;
  readonly idTokenClaims: Record<string, unknown>;
  readonly refreshToken: string | undefined;
  readonly accessToken: string;
}

/** What travels with the browser between the departure and the return. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface DemoClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/**
 * One service's use of Pro Santé Connect, by openid-client alone and over plain HTTP calls to the issuer: a stranger
 * could copy this file into a service of his own.
 */
export class DemoSignIn {
  private configuration: Promise<oidc.Configuration> | undefined;

  constructor(private readonly client: DemoClient) {}

  /** Where to send the browser, and what to remember until it comes back. */
  async depart(): Promise<{ url: URL; departure: Departure }> {
    const departure = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(await this.discovered(), {
      redirect_uri: this.client.redirectUri,
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      state: departure.state,
      nonce: departure.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
      code_challenge_method: 'S256',
    });
    return { url, departure };
  }

  /** Ends the round trip. @throws oidc errors when the answer is refused or was not asked for */
  async arrive(url: URL, departure: Departure): Promise<DemoSession> {
    const tokens = await oidc.authorizationCodeGrant(await this.discovered(), url, {
      expectedState: departure.state,
      expectedNonce: departure.nonce,
      pkceCodeVerifier: departure.verifier,
    });
    return this.session(tokens, tokens.id_token ?? '', { ...tokens.claims() });
  }

  /** Asks again who the person is: access tokens live two minutes, so a new one is fetched first. */
  async renew(session: DemoSession): Promise<DemoSession> {
    const tokens = await oidc.refreshTokenGrant(await this.discovered(), session.refreshToken ?? '');
    return this.session(tokens, tokens.id_token ?? session.idToken, session.idTokenClaims);
  }

  /** Where the browser ends the Pro Santé Connect session as well. */
  async leave(session: DemoSession, home: string): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.discovered(), {
      id_token_hint: session.idToken,
      post_logout_redirect_uri: home,
      state: oidc.randomState(),
    });
  }

  private async session(
    tokens: oidc.TokenEndpointResponse,
    idToken: string,
    idTokenClaims: Record<string, unknown>,
  ): Promise<DemoSession> {
    const expected = String(idTokenClaims.sub);
    const userinfo = await oidc.fetchUserInfo(await this.discovered(), tokens.access_token, expected);
    return {
      ...{ userinfo, idToken, idTokenClaims },
      refreshToken: tokens.refresh_token,
      accessToken: tokens.access_token,
    };
  }

  /** What discovery said, read once; for calls that are none of a sign-in. */
  discovered(): Promise<oidc.Configuration> {
    const insecure = this.client.issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {};
    this.configuration ??= oidc
      .discovery(
        new URL(this.client.issuer),
        this.client.clientId,
        this.client.clientSecret,
        undefined,
        insecure,
      )
      .catch((error: unknown) => {
        this.configuration = undefined;
        throw error;
      });
    return this.configuration;
  }
}
