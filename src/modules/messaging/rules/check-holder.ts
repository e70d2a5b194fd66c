import type { FieldProblem } from '../../../platform/errors.js';
import { isValid } from '../../nomenclatures/index.js';
import type { Person } from '../../registry/index.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { nominativeRight, type Quality } from './nominative-right.js';
import { problem } from './problem.js';
import { qualitiesOf } from './qualities-of.js';

/** Who holds the mailbox that a draft speaks of, as the registers know him. */
export interface KnownHolder {
  readonly person?: Person | undefined;
  readonly structureId?: string | undefined;
}

/**
 * Whether the holder of a draft exists and may have a mailbox of its type on a day (`YYYY-MM-DD`): a structure for ORG
 * and APP; for PER and CAB somebody whom the table of rights names. Out: the problems, none when all is well.
 */
export function holderProblems(draft: MailboxDraft, known: KnownHolder, on: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const ofPerson = draft.type === 'PER' || draft.type === 'CAB';
  const structureNeeded = draft.type !== 'PER' || draft.declared !== undefined;
  if (structureNeeded && draft.structure === undefined)
    problems.push(problem('structure', 'structure-needed'));
  if (draft.structure !== undefined && known.structureId === undefined)
    problems.push(problem('structure', 'unknown-structure'));
  if (!ofPerson && draft.idNat !== undefined) problems.push(problem('idNat', 'person-forbidden'));
  if (draft.declared !== undefined && (draft.type !== 'PER' || draft.idNat !== undefined))
    problems.push(problem('declared', draft.type === 'PER' ? 'two-holders' : 'not-for-type'));
  else if (draft.declared !== undefined) problems.push(...declaredProblems(draft.declared.role, on));
  else if (ofPerson) problems.push(...personProblems(draft, known.person, on));
  return problems;
}

/** Somebody without number: his structure names him, and only where the table says so on that day. */
function declaredProblems(role: string, on: string): FieldProblem[] {
  if (!isValid('TRE_R85', role)) return [problem('declared/role', 'unknown-role')];
  const answer = nominativeRight([{ list: 'TRE_R85', code: role, category: 'C' }], on);
  if (!answer.open) return [problem('declared/role', `no-right-${answer.why}`)];
  return answer.by.identifiedBy === 'number' ? [problem('idNat', 'number-needed')] : [];
}

function personProblems(draft: MailboxDraft, person: Person | undefined, on: string): FieldProblem[] {
  if (draft.idNat === undefined) return [problem('idNat', 'person-needed')];
  if (!person) return [problem('idNat', 'unknown-person')];
  if (person.state !== 'active') return [problem('idNat', 'closed-person')];
  const qualities: Quality[] = qualitiesOf(person, on);
  const answer = nominativeRight(qualities, on);
  if (!answer.open) return [problem('idNat', `no-right-${answer.why}`)];
  const numberMissing =
    answer.by.list === 'TRE_R85' && answer.by.identifiedBy === 'number' && person.rpps === undefined;
  return numberMissing ? [problem('idNat', 'number-needed')] : [];
}
