import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';

/** As a browser says it when a person follows a link or sends a form (Fetch Metadata §2). */
const NAVIGATION = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
  'upgrade-insecure-requests': '1',
};

/** No page of a service is larger, bytes. */
const LARGEST = 5_000_000;

/**
 * Goes to a page as a browser does, without following where it leads. Node's own `fetch` says of each call that a script
 * made it, and services that look refuse to begin a sign-in then. In: headers as a plain object, a text as body.
 * @throws Error when nobody answers within `patience` milliseconds, or with more than a page
 */
export function navigate(url: string, init: RequestInit, patience: number): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), ...NAVIGATION };
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const send = url.startsWith('https:') ? secure : plain;
  // A connection of its own each time: what a service closes meanwhile is no fault of it.
  // As lenient as browsers are with what servers write.
  const lenient = { agent: false as const, insecureHTTPParser: true };
  const options = { method: init.method ?? 'GET', headers, ...lenient };
  const sent = send(url, { ...options, signal: AbortSignal.timeout(patience) });
  const parts: Buffer[] = [];
  let came: IncomingMessage | undefined;
  const whole = (): boolean => {
    if (!came?.complete) return false;
    // What is read here is told to the listener of data as well.
    while (came.read() !== null);
    resolve(page(came, Buffer.concat(parts)));
    return true;
  };
  sent.on('response', (answer) => {
    came = answer;
    let size = 0;
    answer.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > LARGEST) answer.destroy(new Error(`plus de ${LARGEST} octets`));
    });
    answer.on('error', (error) => whole() || reject(error));
    answer.on('end', whole);
  });
  // Some servers go on writing after their answer: what is after the end of a page is nothing.
  sent.on('error', (error) => whole() || reject(error));
  sent.end(init.body ? String(init.body) : undefined);
  return promise;
}

function page(answer: IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(answer.headersDistinct))
    for (const value of values) headers.append(name, value);
  return new Response(body.length > 0 ? new Uint8Array(body) : null, {
    status: answer.statusCode ?? 0,
    headers,
  });
}
