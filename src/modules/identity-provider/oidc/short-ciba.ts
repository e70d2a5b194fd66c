import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import { journalLine } from '../../../platform/journal.js';
import { hashToken } from '../../../platform/secrets.js';
import { openedSession } from '../ciba/opened-session.js';
import { settlement, whatWasDone } from '../ciba/what-was-done.js';
import { copyOf } from '../store.js';
import { saveOf } from './adapter.js';
import type { Envelope } from './envelope.js';
import { issueTokens } from './issue-tokens.js';
import { isAlive, isOrdinary, type LiveArtifact, type Payload } from './live-artifact.js';
import { isToMisbehave } from './misconduct.js';
import { isFor, visitOf } from './ordinary-grant.js';
import type { ProvenForm } from './proven-form.js';
import { found, ID } from './read-together.js';
import { writeAll } from './saving.js';

const MODEL = 'BackchannelAuthenticationRequest';
const FIELDS = new Set(['grant_type', 'auth_req_id']);

/**
 * Gives tokens for a sign-in without a browser (CIBA Core §10.1) that the person approved, to a service that proves itself by its
 * secret; undefined where the engine has to look, which then knows what the person did. The request is spent, the
 * session opened and its tokens made by one conditional statement.
 */
export async function shortCiba(
  ctx: Ctx,
  envelope: Envelope,
  req: IncomingMessage,
  form: ProvenForm,
): Promise<object | undefined> {
  const { auth_req_id: id = '' } = form.fields;
  if (!ID.test(id) || !Object.keys(form.fields).every((name) => FIELDS.has(name))) return undefined;
  const live = await liveRequest(ctx, id, form);
  if (!live || isToMisbehave(ctx, form.clientId)) return undefined;
  const told = await whatWasDone(ctx, req, id, form.clientId);
  if (told?.decision !== 'approved') return undefined;
  const { opened, saves } = openedSession(live.payload, told.asked.channel);
  const settled: LiveArtifact = { ...live, payload: { ...live.payload, ...opened } };
  const { answer, saves: tokens } = await issueTokens(ctx, envelope, settled);
  const seconds = live.payload.exp - Math.floor(Date.now() / 1000);
  const done = await writeAll(ctx, {
    spend: { model: MODEL, idHash: hashToken(id) },
    saves: [saveOf(MODEL, id, settled.payload, seconds), ...saves, ...tokens],
    visit: visitOf(settled),
    note: journalLine(ctx, settlement(told.asked, 'approved')),
  });
  return done ? answer : undefined;
}

/** A request that waits, of the service that asks, for a person who is there: the ordinary case, as in live-artifact.ts. */
async function liveRequest(ctx: Ctx, id: string, form: ProvenForm): Promise<LiveArtifact | undefined> {
  const read = await found(ctx, { model: MODEL, id, clientId: form.clientId });
  const payload = read.payload as Payload | null | undefined;
  const { service: asker, account, consumedAt } = read;
  if (!payload || consumedAt || !asker?.options.ciba || !account) return undefined;
  if (payload.clientId !== asker.clientId || payload.grantId !== undefined || payload.error !== undefined)
    return undefined;
  if (!isAlive(payload) || !isOrdinary(payload, MODEL, asker)) return undefined;
  const person = copyOf(ctx, account);
  const live = { payload, scopes: payload.scope.split(' '), owner: asker, asker, person };
  return person.active && isFor(live, form) ? live : undefined;
}
