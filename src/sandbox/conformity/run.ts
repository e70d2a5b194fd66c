import type { Ctx } from '../../platform/context.js';
import type { CheckId } from './checks.js';
import type { Person } from './person.js';
import { type Finding, failed } from './report.js';
import type { Visitor } from './visitor.js';

/** What every check works with. */
export interface Run {
  readonly ctx: Ctx;
  /** The service's page, as given. */
  readonly url: string;
  readonly issuer: string;
  /** Where the bot may go: the service and Pro Santé Connect. */
  readonly origins: ReadonlySet<string>;
  readonly redirectUris: readonly string[];
  readonly person: Person;
  readonly findings: Map<CheckId, Finding>;
  /** The session of the person at Pro Santé Connect, once it is open: the phone is not asked each time. */
  session?: ReadonlyMap<string, string>;
  /** How one sees that somebody is signed in; known once an ordinary sign-in went well. */
  proof?: Proof;
}

export interface Proof {
  /** The page that shows it. */
  readonly page: string;
  readonly shows: (html: string) => boolean;
  /** What it shows, in French. */
  readonly says: string;
}

/** Whether an address is that of an authorization request. */
export function isRequest({ issuer }: Pick<Run, 'issuer'>, url: string): boolean {
  const [address] = url.split(/[?#]/);
  return address === `${issuer}/protocol/openid-connect/auth` || address === new URL('/auth', issuer).href;
}

/** Looks at the page that proves it: whether this browser is signed in. */
export async function isSignedIn(run: Run, visitor: Visitor): Promise<boolean> {
  const { proof } = run;
  if (!proof) return false;
  const asks = (url: string) => isRequest(run, url);
  // A service that sends nobody-is-signed-in elsewhere says so as well; one that asks who it is does not know it.
  await visitor.go(proof.page, asks).catch(() => undefined);
  return !asks(visitor.url) && proof.shows(visitor.body) && visitor.status < 400;
}

/** Plays one check; a service that breaks under it has failed it. */
export async function play(run: Run, id: CheckId, check: () => Promise<Finding>): Promise<void> {
  run.findings.set(id, await check().catch((error: Error) => failed(`Arrêté en chemin : ${error.message}.`)));
}
