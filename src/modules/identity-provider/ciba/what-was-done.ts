import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import type { JournalEntry } from '../../../platform/journal.js';
import { ecps } from '../../credentials/index.js';
import { askedAbout, type CibaRequest } from './store.js';

type Decision = 'approved' | 'refused' | 'pending';

interface Told {
  readonly asked: CibaRequest & { readonly early: boolean };
  /** `pending` of whoever asks too early. */
  readonly decision: Decision;
}

const told = new WeakMap<IncomingMessage, Promise<Told | undefined>>();

/**
 * What the person did of a request, looked at once for each question of its service: to ask is counted, and an approval is
 * collected once. Undefined when the service has no such request.
 */
export function whatWasDone(
  ctx: Ctx,
  question: IncomingMessage,
  authReqId: string,
  clientId: string,
): Promise<Told | undefined> {
  const known = told.get(question) ?? look(ctx, authReqId, clientId);
  told.set(question, known);
  return known;
}

async function look(ctx: Ctx, authReqId: string, clientId: string): Promise<Told | undefined> {
  const asked = await askedAbout(ctx, authReqId, clientId);
  return asked && { asked, decision: asked.early ? 'pending' : await decisionOf(ctx, asked) };
}

async function decisionOf(ctx: Ctx, asked: CibaRequest): Promise<Decision> {
  if (asked.channel === 'CARD') return asked.decision ?? 'pending';
  const state = await ecps.collectApproval(ctx, asked.approvalId ?? '');
  // The engine says by itself that the time is over.
  if (state?.status === 'pending' || state?.status === 'expired') return 'pending';
  if (state?.status !== 'approved') return 'refused';
  return state.approvedBy === asked.idNat ? 'approved' : 'refused';
}

/** What the journal says of a request that is settled. */
export const settlement = (
  { idNat, clientId, channel }: CibaRequest,
  decision: 'approved' | 'refused',
): JournalEntry => ({
  act: 'identity-provider.sign-in',
  subject: idNat,
  outcome: decision === 'approved' ? 'done' : 'refused',
  data: { clientId, authMode: channel, ciba: true },
});
