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

const agent = new Agent({ keepAlive: true });

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
): Promise<{ location: string; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers, method: body === undefined ? 'GET' : 'POST' }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === expect) resolve({ location: answer.headers.location ?? '', body: text });
        else reject(new Error(`${new URL(url).pathname} : ${answer.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
