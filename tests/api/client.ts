import type { TestApp } from '../support/app.js';

/** An answer of the API, read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** A program of one authority. */
export interface ApiClient {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
}

/** Signs an authority's program in, and speaks for it. */
export async function clientOf(test: TestApp, authority: string): Promise<ApiClient> {
  const session = await fetch(`${test.origin}/sandbox/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'agent', scope: authority }),
  });
  const { bearer } = (await session.json()) as { bearer: string };
  return {
    send: (method, path, body, headers = {}) =>
      send(test.origin + path, method, body, { authorization: `Bearer ${bearer}`, ...headers }),
  };
}

/** One request without a bearer of ours. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The body of a registration of an invented doctor; `n` makes the civil status his own. */
export function doctorBody(n: number) {
  const name = `ESSAI-${String(n)
    .split('')
    .map((digit) => String.fromCharCode(65 + Number(digit)))
    .join('')}`;
  return {
    civilStatus: {
      birthName: name,
      givenNames: ['Camille'],
      sex: 'F',
      birthDate: '1981-04-12',
      birthPlace: { commune: '76540', country: '99100', name: 'Rouen' },
      certification: { state: 'C', at: '2020-01-01', source: 'INSEE' },
    },
    exercises: [
      {
        profession: '10',
        category: 'C',
        name,
        givenName: 'Camille',
        skills: [{ type: 'S', code: 'SM54' }],
        activities: [
          { key: 'a1', mode: 'L', sector: 'SA07', structure: { practice: { name: 'Cabinet Essai' } } },
        ],
      },
    ],
    correspondence: { mail: `essai${n}@ordre.example`, mobile: '06 39 98 00 10' },
    validation: { agent: 'agent-1', checked: ['carte d’identité'] },
  };
}
