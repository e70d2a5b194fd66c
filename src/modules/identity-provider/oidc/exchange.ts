import { AsyncLocalStorage } from 'node:async_hooks';
import type { AdapterPayload } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { type JournalEntry, journal, journalLine, type NewLine } from '../../../platform/journal.js';
import type { Asked } from '../ciba/store.js';
import type { Service } from '../queries/service.js';
import type { PersonCopy } from '../store.js';

/** What the protocol engine keeps, as the database gives it. */
export interface Artifact {
  readonly payload: AdapterPayload;
  readonly consumedAt: Date | null;
}

/** An artifact to write; `seconds` it has to live. */
export interface Save {
  readonly model: string;
  readonly idHash: string;
  /** JSON, as it was when the engine saved it. */
  readonly text: string;
  readonly grantId: string | null;
  readonly uid: string | null;
  readonly sid: string | null;
  readonly seconds: number;
}

/** What works once, to be spent: a code, a token, a sign-in under way. */
export interface Spend {
  readonly model: string;
  readonly idHash: string;
  /** The answer, sealed, for a service that loses it. */
  answer?: string;
}

/** A person comes into a service. */
export interface Visit {
  readonly accountId: string;
  readonly clientId: string;
  readonly sid: string;
  readonly means: string;
  /** The name under which the service knows the person. */
  readonly subject: string;
}

/** What is to be written before the answer leaves, in one statement. */
export interface Writes {
  readonly saves: Map<string, Save>;
  readonly gone: Map<string, Pick<Save, 'model' | 'idHash'>>;
  spend?: Spend;
  visit?: Visit;
  /** A service asks for somebody without a browser. */
  asked?: Asked;
}

/**
 * One request to the protocol engine: what was read for it at once, before the engine asks for it piece by piece, and
 * what the engine wrote, before it goes to the database at once. It ends with the request: nothing is remembered.
 */
export interface Exchange {
  /** By `keyOf`; each is given once, so that a second look is a new one. */
  readonly artifacts: Map<string, Artifact | undefined>;
  readonly services: Map<string, Service | undefined>;
  readonly people: Map<string, PersonCopy | undefined>;
  /** Undefined where each write goes by itself. */
  readonly writes: Writes | undefined;
  /** What the journal will say of what is written next. */
  note?: NewLine;
}

export const keyOf = (model: string, idHash: string): string => `${model} ${idHash}`;

const current = new AsyncLocalStorage<Exchange>();

/** The exchange under way; none in jobs. */
export const exchange = (): Exchange | undefined => current.getStore();

/** Runs `work` as one exchange. `together`: what it writes waits for `writeTogether`. */
export function inExchange<T>(together: boolean, work: () => Promise<T>): Promise<T> {
  const writes = together ? { saves: new Map(), gone: new Map() } : undefined;
  return current.run({ artifacts: new Map(), services: new Map(), people: new Map(), writes }, work);
}

/** Has an entry written by the statement that does what it tells; at once where no exchange is under way. */
export async function journalWithWrites(ctx: Ctx, entry: JournalEntry): Promise<void> {
  const held = exchange();
  if (!held || held.note) return journal(ctx, entry);
  held.note = journalLine(ctx, entry);
}
