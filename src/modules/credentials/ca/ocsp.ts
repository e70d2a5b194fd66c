import { createHash } from 'node:crypto';
import type { Ctx } from '../../../platform/context.js';
import { keyStore } from './key-store.js';
import { type AskedState, statesOf } from './register.js';
import { type Responder, responderOf } from './responder.js';
import { certificateParts } from './rules/certificate.js';
import type { AuthorityKey } from './rules/names.js';
import { type AskedCertificate, type OcspRequest, readOcspRequest } from './rules/ocsp-request.js';
import { answersToSign, ocspError, ocspResponse } from './rules/ocsp-response.js';
import { NotDer } from './rules/read-der.js';
import { StateQueue } from './state-queue.js';
import { readCertificates } from './store.js';

/** An answer is good for an hour; one that was signed for nobody in particular is given again for a minute. */
const ANSWER_MS = 3_600_000;
const KEPT_MS = 60_000;
const MOST_KEPT = 20_000;

/** An answer, and for how many seconds others may keep it. */
export interface OcspAnswer {
  readonly der: Buffer<ArrayBuffer>;
  readonly seconds: number;
}

export interface Responders {
  /** In: an OCSP request. */
  answer(request: Uint8Array): Promise<OcspAnswer>;
}

interface Known {
  readonly name: AuthorityKey;
  readonly responder: Responder;
}

/**
 * Answers about the state of certificates (RFC 6960), each time from the database. An answer without a nonce is kept a
 * minute and given to all who ask the same, as long as an opposition may take to be known.
 */
export function openResponders(ctx: Ctx): Responders {
  const issuers: Issuers = new Map();
  const queue = new StateQueue<AskedState>((asked) => statesOf(ctx, asked));
  const kept = new Map<string, { der: Buffer<ArrayBuffer>; until: number }>();
  return {
    async answer(bytes) {
      const key = Buffer.from(bytes).toString('latin1');
      const known = kept.get(key);
      if (known && known.until > Date.now()) return { der: known.der, seconds: left(known.until) };
      const request = readRequest(bytes);
      if (!request) return { der: ocspError('malformed'), seconds: 0 };
      const der = await signAnswer(ctx, { issuers, queue }, request);
      if (!der) return { der: ocspError('unauthorized'), seconds: 0 };
      if (request.nonce) return { der, seconds: 0 };
      const until = Date.now() + KEPT_MS;
      kept.delete(key);
      kept.set(key, { der, until });
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
      return { der, seconds: left(until) };
    },
  };
}

const left = (until: number): number => Math.max(0, Math.floor((until - Date.now()) / 1000));

function readRequest(bytes: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(bytes);
  } catch (error) {
    if (error instanceof NotDer) return undefined;
    throw error;
  }
}

interface Means {
  readonly issuers: Issuers;
  readonly queue: StateQueue<AskedState>;
}

/** Undefined when the certificates are not all of one authority of ours. */
async function signAnswer(
  ctx: Ctx,
  { issuers, queue }: Means,
  request: OcspRequest,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const names = new Set(request.asked.map(issuerOf));
  const [issuer = ''] = names;
  const known = await knownIssuer(ctx, issuers, issuer);
  if (!known || names.size > 1) return undefined;
  const authority = known.name;
  const states = await Promise.all(request.asked.map(({ serial }) => queue.state({ authority, serial })));
  const thisUpdate = new Date();
  const part = answersToSign({
    responder: known.responder.written,
    answers: request.asked.flatMap(({ id }, i) => (states[i] ? [{ id, state: states[i] }] : [])),
    thisUpdate,
    nextUpdate: new Date(thisUpdate.getTime() + ANSWER_MS),
    nonce: request.nonce,
  });
  const keys = keyStore(ctx.config);
  const signature = await queue.whileSigning(() => keys.sign(known.responder.keyReference, part));
  return ocspResponse(part, signature, known.responder.written);
}

const issuerOf = ({ hash, issuerName, issuerKey }: AskedCertificate): string =>
  `${hash} ${issuerName} ${issuerKey}`;

type Issuers = Map<string, Promise<Known | undefined>>;

async function knownIssuer(ctx: Ctx, issuers: Issuers, asked: string): Promise<Known | undefined> {
  const finding = issuers.get(asked) ?? findIssuer(ctx, asked);
  issuers.set(asked, finding);
  const found = await finding.catch(() => undefined);
  // What was not found, or ends soon, is looked for again by the next who asks.
  const lasts = found && found.responder.notAfter.getTime() > Date.now() + ANSWER_MS;
  if (!lasts && issuers.get(asked) === finding) issuers.delete(asked);
  return finding;
}

/** The authority that a request names by its two hashes, with its responder. */
async function findIssuer(ctx: Ctx, asked: string): Promise<Known | undefined> {
  for (const [name, certificate] of await readCertificates(ctx)) {
    const { subject, keyBits } = certificateParts(certificate);
    for (const hash of ['sha1', 'sha256'] as const) {
      const digest = (of: Buffer) => createHash(hash).update(of).digest('hex');
      if (`${hash} ${digest(subject)} ${digest(keyBits)}` !== asked) continue;
      return { name, responder: await responderOf(ctx, name) };
    }
  }
  return undefined;
}
