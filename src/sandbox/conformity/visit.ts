import { forms, type HtmlForm } from '../kit/http-browser.js';
import { type Way, waysOut } from './links.js';
import { isRequest, type Run } from './run.js';
import { LeftTheService, Visitor } from './visitor.js';

/** A browser that the service has sent to Pro Santé Connect. */
export interface Departure {
  readonly visitor: Visitor;
  /** The authorization request. */
  readonly request: URL;
  /** What was pressed; undefined when the given address leads there by itself. */
  readonly button: Way | undefined;
}

/** What Pro Santé Connect answers to the service, through the browser. */
export interface Callback {
  readonly address: string;
  readonly parameters: URLSearchParams;
  readonly method: 'GET' | 'POST';
}

const NAMED = /pro\s*sant[ée]\s*connect|\bpsc\b/i;
const LIKELY = /connexion|connecter|identif|log.?in|sign.?in|auth/i;
const MOST_TRIED = 6;

/** Goes from the service to Pro Santé Connect. Undefined when no way leads there. */
export async function depart(run: Run): Promise<Departure | undefined> {
  const visitor = new Visitor(run.origins, run.session);
  const there = (url: string) => isRequest(run, url);
  await visitor.go(run.url, there);
  if (there(visitor.url)) return { visitor, request: new URL(visitor.url), button: undefined };
  const ways = waysOut(visitor.body);
  const likely = [NAMED, LIKELY].flatMap((sign) =>
    ways.filter(({ label, address }) => sign.test(label) || sign.test(address)),
  );
  const front = visitor.url;
  const page = visitor.body;
  for (const button of [...new Set(likely)].slice(0, MOST_TRIED)) {
    Object.assign(visitor, { url: front, body: page });
    await press(visitor, button, there);
    if (there(visitor.url)) return { visitor, request: new URL(visitor.url), button };
  }
  return undefined;
}

/** Follows a link or sends a form. A way that leads to another site leads nowhere. */
export async function press(visitor: Visitor, way: Way, stop?: (url: string) => boolean): Promise<void> {
  const going = way.kind === 'link' ? visitor.go(way.address, stop) : visitor.submit({}, way.address, stop);
  await going.catch((error: unknown) => {
    if (!(error instanceof LeftTheService)) throw error;
  });
}

export const namesUs = ({ label }: Way): boolean => NAMED.test(label);

/** The person signs in with the phone. Out: the answer, not given to the service yet. @throws when there is none */
export async function identify(run: Run, { visitor, request }: Departure): Promise<Callback> {
  const back = (url: string) => run.redirectUris.some((uri) => url.split(/[?#]/)[0] === uri.split(/[?#]/)[0]);
  await visitor.go(request.href, back);
  if (!back(visitor.url) && !posted(run, visitor)) {
    // Without the question for a name, it is the stop of a shared workstation: yes, it is me.
    const named = visitor.body.includes('name="idNat"');
    await visitor.submit(named ? { idNat: run.person.idNat } : {}, '', back);
    if (visitor.status === 429) throw new Error('trop de connexions en cinq minutes, réessayez plus tard');
    if (named && !back(visitor.url)) await run.person.approve();
    for (let turn = 0; turn < 20 && !back(visitor.url) && !posted(run, visitor); turn++)
      await visitor.go(visitor.url, back);
  }
  run.session = visitor.cookiesFrom(new URL(run.issuer).origin);
  const form = posted(run, visitor);
  if (form) return { address: form.action, parameters: new URLSearchParams(form.fields), method: 'POST' };
  if (!back(visitor.url)) throw new Error(`la connexion s’est arrêtée à ${new URL(visitor.url).pathname}`);
  const url = new URL(visitor.url);
  return { address: url.origin + url.pathname, parameters: url.searchParams, method: 'GET' };
}

/** The answer as a form that sends itself (OAuth 2.0 Form Post Response Mode). */
const posted = (run: Run, visitor: Visitor): HtmlForm | undefined =>
  forms(visitor.body).find(({ action }) => run.redirectUris.includes(action));

/** Gives the service an answer, changed where said, in that browser. */
export async function answer(
  visitor: Visitor,
  { address, parameters, method }: Callback,
  changed: Readonly<Record<string, string>> = {},
): Promise<void> {
  const sent = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(changed)) sent.set(name, value);
  await (method === 'GET'
    ? visitor.go(`${address}?${sent}`)
    : visitor.go(address, undefined, {
        method: 'POST',
        body: sent.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }));
}
