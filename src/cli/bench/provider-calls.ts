import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

/** A provider to call: its endpoints, a service, and the cookie of a browser that is signed in. */
export interface Provider {
  readonly name: string;
  readonly auth: string;
  readonly token: string;
  readonly introspect: string;
  readonly userinfo: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly scope: string;
  readonly resource?: string;
  cookies: string[];
}

/** `cookies`: those that were set, as a browser sends them back. */
export interface Answer {
  readonly location: string;
  readonly cookies: string;
  readonly body: string;
}

/** Where services of a bench get people back; nobody listens there. */
export const BACK = 'http://localhost:1/retour';

const agent = new Agent({ keepAlive: true });

/** Where a service sends a browser. */
export const authorizeUrl = ({ auth, client, scope }: Provider): string =>
  `${auth}?${new URLSearchParams({
    ...{
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: BACK,
      scope,
      state: 's',
      nonce: 'n',
    },
    ...(scope.includes('scope_all') && { acr_values: 'eidas1' }),
  })}`;

/** The program as a provider, for a service that it knows. */
export function esculape(issuer: string, client: Provider['client']): Provider {
  const B = `${issuer}/protocol/openid-connect`;
  return {
    ...{ name: 'Esculape', client, scope: 'openid scope_all', cookies: [] },
    ...{
      auth: `${B}/auth`,
      token: `${B}/token`,
      introspect: `${B}/token/introspect`,
      userinfo: `${B}/userinfo`,
    },
  };
}

/** Posts a form as the service. Out: the JSON of the answer. @throws when it is not 200 */
export async function post(
  provider: Provider,
  url: string,
  form: Record<string, string>,
): Promise<Record<string, string>> {
  const { clientId, clientSecret } = provider.client;
  const { body } = await call(url, {
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: String(new URLSearchParams(form)),
  });
  return JSON.parse(body) as Record<string, string>;
}

/** One call on a kept connection. @throws when the answer is not the one expected */
export function call(
  url: string,
  { headers, body, expect = 200 }: { headers: OutgoingHttpHeaders; body?: string; expect?: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers, method: body === undefined ? 'GET' : 'POST' }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
        const { location = '' } = answer.headers;
        if (answer.statusCode === expect) resolve({ location, cookies, body: text });
        else reject(new Error(`${new URL(url).pathname} : ${answer.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The same, as a browser would be told it: nothing is thrown. A `fetch` takes three times the processor of the bench. */
export function visit(url: string, { method, headers, body }: RequestInit): Promise<Response> {
  const given = { agent, method: method ?? 'GET', headers: Object.fromEntries(new Headers(headers)) };
  return new Promise((resolve, reject) => {
    const sent = request(url, given, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const told = new Headers();
        for (let i = 0; i < answer.rawHeaders.length; i += 2)
          told.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
        resolve(new Response(Buffer.concat(parts), { status: answer.statusCode ?? 500, headers: told }));
      });
    });
    sent.on('error', reject);
    sent.end(body as string | undefined);
  });
}

/** The virtual phone approves the sign-in that waits on it. In: the API of the sandbox, and the id of the phone. */
export async function approveOn(api: string, phone: string): Promise<void> {
  const waiting = `${api}/phones/${phone}/requests`;
  const [first] = JSON.parse((await call(waiting, { headers: {} })).body) as { readonly id: string }[];
  if (!first) throw new Error('no sign-in waits on the phone');
  await call(`${waiting}/${first.id}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision: 'approve' }),
  });
}
