import { randomUUID } from 'node:crypto';
import { HttpBrowser } from './http-browser.js';

export interface Registered {
  readonly rpps: string;
  readonly idNat: string;
  readonly etag: string;
  /** As the register holds them. */
  readonly exercises: readonly Record<string, unknown>[];
}

/** JSON over HTTP; throws with the whole answer when it is not the one expected. */
async function api<T>(url: string, init: RequestInit & { expect?: number } = {}): Promise<T> {
  const response = await fetch(url, {
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  });
  const text = await response.text();
  const expected = init.expect ?? 200;
  if (response.status !== expected)
    throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

const post = (body: unknown, expect = 201): RequestInit & { expect: number } => ({
  method: 'POST',
  body: JSON.stringify(body),
  expect,
});

/** A doctor as an ordre registers one; override what a test is about. */
export function doctor(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const tag = randomUUID()
    .slice(0, 8)
    .replaceAll(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? 'a');
  return {
    civilStatus: {
      birthName: `Essai-${tag}`,
      givenNames: ['Camille', 'Anne'],
      sex: 'F',
      birthDate: '1980-02-29',
      birthPlace: { commune: '76540', country: '99000', name: 'Rouen' },
      civility: 'MME',
    },
    exercises: [
      {
        profession: '10',
        category: 'C',
        civility: 'DR',
        name: `Exemple-${tag}`,
        givenName: 'Camille',
        skills: [{ type: 'S', code: 'SM54' }],
        activities: [
          {
            key: 'a1',
            mode: 'L',
            genre: 'GENR01',
            sector: 'SA07',
            structure: {
              practice: {
                name: 'Cabinet Exemple',
                sector: 'SA07',
                address: {
                  streetNumber: '2',
                  streetType: 'R',
                  street: 'DES ESSAIS',
                  postcode: '76000',
                  commune: '76540',
                  country: '99000',
                },
              },
            },
          },
        ],
      },
    ],
    correspondence: { mail: `camille.${tag}@courriel.example`, mobile: '06 39 98 12 34' },
    validation: { agent: 'Agent Fictif', checked: ['identity-document', 'diploma'] },
    ...overrides,
  };
}

/** Everything that the story needs to be told over plain HTTP. */
export class Story {
  constructor(readonly origin: string) {}

  get issuer(): string {
    return `${this.origin}/auth/realms/esante-wallet`;
  }

  agentBearer(authority: string): Promise<string> {
    return this.bearer('agent', authority);
  }

  /** A session of a role, usable as a bearer on every page. */
  async bearer(role: string, scope?: string): Promise<string> {
    const body = post({ role, ...(scope && { scope }) });
    return (await api<{ bearer: string }>(`${this.origin}/sandbox/api/sessions`, body)).bearer;
  }

  /** A session of a professional, usable as a bearer on every page. */
  async personBearer(idNat: string): Promise<string> {
    return (await api<{ bearer: string }>(`${this.origin}/sandbox/api/sessions`, post({ idNat }))).bearer;
  }

  /** The text of a page, as an anonymous visitor or with a bearer. */
  async page(path: string, bearer?: string): Promise<string> {
    const headers = { accept: 'text/html', ...(bearer && { authorization: `Bearer ${bearer}` }) };
    return (await fetch(`${this.origin}${path}`, { headers })).text();
  }

  async register(authority: string, record: unknown, bearer?: string): Promise<Registered> {
    const token = bearer ?? (await this.agentBearer(authority));
    const response = await fetch(`${this.origin}/api/authorities/${authority}/registrations`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(record),
    });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`registration refused: ${response.status} ${text}`);
    return { ...(JSON.parse(text) as Registered), etag: response.headers.get('etag') ?? '' };
  }

  async patch(
    authority: string,
    rpps: string,
    etag: string,
    change: unknown,
    bearer?: string,
  ): Promise<string> {
    const token = bearer ?? (await this.agentBearer(authority));
    const response = await fetch(`${this.origin}/api/authorities/${authority}/registrations/${rpps}`, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/merge-patch+json',
        authorization: `Bearer ${token}`,
        'if-match': etag,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(change),
    });
    if (response.status !== 200)
      throw new Error(`change refused: ${response.status} ${await response.text()}`);
    return response.headers.get('etag') ?? '';
  }

  /** Changes several professionals by one request. Out: what became of each, in the same order. */
  async lot(
    authority: string,
    changes: readonly { readonly number: string; readonly version: number; readonly patch: unknown }[],
    bearer?: string,
  ): Promise<{ number: string; status: number; version?: number }[]> {
    const token = bearer ?? (await this.agentBearer(authority));
    const { results } = await api<{ results: { number: string; status: number; version?: number }[] }>(
      `${this.origin}/api/authorities/${authority}/lots`,
      { ...post({ changes }, 200), headers: { authorization: `Bearer ${token}` } },
    );
    return results;
  }

  phone(idNat: string): Promise<{ id: string; code: string }> {
    return api(`${this.origin}/sandbox/api/phones`, post({ idNat }));
  }

  client(redirectUri: string): Promise<{ clientId: string; clientSecret: string }> {
    return api(`${this.origin}/sandbox/api/clients`, post({ redirectUris: [redirectUri] }));
  }

  /** Approves (or refuses) the sign-in that waits on a phone. */
  async answer(phoneId: string, decision: 'approve' | 'refuse' = 'approve'): Promise<void> {
    const url = `${this.origin}/sandbox/api/phones/${phoneId}/requests`;
    const [request] = await api<{ id: string }[]>(url);
    if (!request) throw new Error('no sign-in waits on this phone');
    await api(`${url}/${request.id}`, post({ decision }, 200));
  }

  /** The whole code flow with a phone: tokens and the browser that holds the session. */
  async signIn(idNat: string, phoneId: string, browser = new HttpBrowser()): Promise<SignedIn> {
    const redirectUri = 'http://localhost:1/retour';
    const client = await this.client(redirectUri);
    const back = await this.authorize(client.clientId, redirectUri, browser, async () => {
      await browser.submit({ idNat }, '');
      await this.answer(phoneId);
    });
    return { ...client, browser, redirectUri, tokens: await this.redeem(client, redirectUri, back) };
  }

  /** Goes to the sign-in page and comes back with the callback's parameters. */
  async authorize(
    clientId: string,
    redirectUri: string,
    browser: HttpBrowser,
    onSignInPage: () => Promise<void>,
  ): Promise<URLSearchParams> {
    const atCallback = (url: string) => url.startsWith(redirectUri);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      state: randomUUID(),
      nonce: randomUUID(),
    });
    await browser.go(`${this.issuer}/protocol/openid-connect/auth?${query}`, atCallback);
    if (!atCallback(browser.url)) {
      await onSignInPage();
      // The waiting page moves on by itself: here, by being asked again.
      for (let turn = 0; turn < 20 && !atCallback(browser.url); turn++)
        await browser.go(browser.url, atCallback);
    }
    return new URL(browser.url).searchParams;
  }

  async redeem(
    client: { clientId: string; clientSecret: string },
    redirectUri: string,
    back: URLSearchParams,
  ): Promise<Record<string, string>> {
    return api(`${this.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.get('code') ?? '',
        redirect_uri: redirectUri,
      }).toString(),
    });
  }

  userinfo(accessToken: string): Promise<Record<string, unknown>> {
    return api(`${this.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
  }
}

export interface SignedIn {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly browser: HttpBrowser;
  readonly tokens: Record<string, string>;
}
