import type { FieldProblem } from '../../../platform/errors.js';
import { isValid } from '../../nomenclatures/index.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { readAddress } from './mail-address.js';
import { problem } from './problem.js';

/** Fields that a type of mailbox does not have (the national model of mailboxes). */
const NOT_FOR: Readonly<Record<string, readonly (keyof MailboxDraft)[]>> = {
  PER: ['service', 'responsible', 'phone', 'description'],
  CAB: ['service', 'responsible', 'phone'],
};

const LONGEST = { service: 100, responsible: 100, phone: 30, description: 300 } as const;

/** Without signs that do not show, nor the separator of the national files. */
const PLAIN = /^[^\p{C}|]*$/u;

/** What is wrong with a draft whoever sends it, on a day (`YYYY-MM-DD`). Out: one problem per faulty field. */
export function draftProblems(draft: MailboxDraft, on: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (readAddress(draft.address) === undefined) problems.push(problem('address', 'address-unreadable'));
  if (!isValid('TRE_R257', draft.type, on)) problems.push(problem('type', 'unknown-type'));
  for (const field of NOT_FOR[draft.type] ?? [])
    if (draft[field] !== undefined) problems.push(problem(field, 'not-for-type'));
  for (const [field, most] of Object.entries(LONGEST)) {
    const text = draft[field as keyof typeof LONGEST];
    if (text !== undefined && (text.length > most || !PLAIN.test(text)))
      problems.push(problem(field, 'text-wrong'));
  }
  return problems;
}
