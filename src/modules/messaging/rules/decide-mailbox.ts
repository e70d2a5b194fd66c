import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem } from '../../../platform/errors.js';
import type { MailboxType } from '../mailbox.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { holderProblems, type KnownHolder } from './check-holder.js';
import { draftProblems } from './check-mailbox.js';
import { readAddress } from './mail-address.js';
import { problem } from './problem.js';

/** All that a mailbox says, as the table holds it. */
export interface MailboxContent {
  readonly address: string;
  readonly type: MailboxType;
  readonly idNat: string | null;
  readonly structureId: string | null;
  readonly declared: MailboxDraft['declared'] | null;
  readonly service: string | null;
  readonly responsible: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  readonly dematerialisation: boolean;
  readonly redList: boolean;
  readonly published: boolean;
}

/** What is held of an address already. */
export interface HeldMailbox {
  readonly content: MailboxContent;
  readonly source: 'operator' | 'file';
  readonly withdrawn: boolean;
}

export interface World {
  readonly draft: MailboxDraft;
  readonly held?: HeldMailbox | undefined;
  readonly known: KnownHolder;
  /** Whether the address is of a domain of the operator who sends the draft. */
  readonly isOwnDomain: boolean;
  /** Today, `YYYY-MM-DD`. */
  readonly on: string;
}

export type Decision =
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly content: MailboxContent };

/**
 * What a draft comes to. A mailbox of another domain is refused without a look at what is held: its operator alone
 * speaks of it. What the national file said alone gives way to the operator.
 */
export function decideMailbox({ draft, held, known, isOwnDomain, on }: World): Decision {
  const problems = draftProblems(draft, on);
  const isForeign = !isOwnDomain && !problems.some(({ field }) => field === 'address');
  if (isForeign) return { kind: 'refused', problems: [problem('address', 'foreign-domain')] };
  const content = contentOf(draft, known);
  problems.push(...holderProblems(draft, known, on));
  if (held?.source === 'operator') problems.push(...fixedProblems(held.content, content));
  const wasShown = held?.withdrawn === false && held.content.published;
  if (content.type === 'APP' && content.published && !draft.confirmed && !wasShown)
    problems.push(problem('published', 'confirmation-needed'));
  if (problems.length > 0) return { kind: 'refused', problems };
  if (!held || held.withdrawn) return { kind: 'created', content };
  const isSame = held.source === 'operator' && isDeepStrictEqual(held.content, content);
  return { kind: isSame ? 'unchanged' : 'updated', content };
}

/** The address and the type never change; the holder only from the structure that named him to his own number. */
function fixedProblems(held: MailboxContent, next: MailboxContent): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (held.type !== next.type) return [problem('type', 'type-fixed')];
  const ofStructure = held.type === 'ORG' || held.type === 'APP';
  if (ofStructure && held.structureId !== next.structureId)
    problems.push(problem('structure', 'holder-fixed'));
  const linked = held.idNat === null && next.idNat !== null && held.structureId === next.structureId;
  if (!ofStructure && held.idNat !== next.idNat && !linked) problems.push(problem('idNat', 'holder-fixed'));
  return problems;
}

function contentOf(draft: MailboxDraft, { structureId }: KnownHolder): MailboxContent {
  return {
    address: readAddress(draft.address) ?? '',
    type: draft.type as MailboxType,
    idNat: draft.idNat ?? null,
    structureId: structureId ?? null,
    declared: draft.declared ?? null,
    service: draft.service || null,
    responsible: draft.responsible || null,
    phone: draft.phone || null,
    description: draft.description || null,
    dematerialisation: draft.dematerialisation ?? false,
    redList: draft.redList ?? false,
    published: draft.published ?? draft.type !== 'APP',
  };
}
