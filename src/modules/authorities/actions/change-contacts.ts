import type { Ctx } from '../../../platform/context.js';
import type { FieldProblem } from '../../../platform/errors.js';
import type { Address } from '../../structures/index.js';
import { errors } from '../errors.js';
import type { Correspondence, MemberRecord } from '../member-record.js';
import { isMail } from '../rules/check-record.js';
import { parseMobile } from '../rules/phone.js';
import { problem } from '../rules/problem.js';
import { changeMember } from './change-member.js';

export interface ContactChange {
  readonly memberId: string;
  /** Left out: untouched. Null: removed. */
  readonly mail?: string | null;
  /** As typed. */
  readonly mobile?: string | null;
  readonly address?: Address | null;
  readonly expectedVersion?: number;
  /** Who does it: the person, or an agent of the authority. */
  readonly act: 'member' | 'agent';
}

/**
 * Changes how an authority reaches a member. Out: the version that now stands. Throws `authorities.invalid-record` with
 * `mail` or `mobile` at fault, and as `changeMember`. The history of the member keeps who, when, old and new.
 */
export async function changeContacts(ctx: Ctx, contacts: ContactChange): Promise<{ version: number }> {
  const { memberId, expectedVersion, act } = contacts;
  const source = act === 'member' ? 'member' : 'agent';
  const problems = contactProblems(contacts, source);
  if (problems.length > 0) throw errors.invalidRecord(problems);
  return changeMember(ctx, {
    memberId,
    act: `change-contacts-by-${act}`,
    ...(expectedVersion !== undefined && { expectedVersion }),
    change: (record) => withContacts(record, contacts, source),
  });
}

function contactProblems({ mail, mobile }: ContactChange, source: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (typeof mail === 'string' && !isMail(mail.trim())) problems.push(problem('mail', 'mail-wrong'));
  if (typeof mobile === 'string' && !parseMobile(mobile, source))
    problems.push(problem('mobile', 'mobile-wrong'));
  return problems;
}

function withContacts(record: MemberRecord, contacts: ContactChange, source: string): MemberRecord {
  const held = record.correspondence;
  const typed = contacts.mobile;
  const read = typeof typed === 'string' ? parseMobile(typed, source) : typed;
  // The same number written another way is no change.
  const mobile = read && read.e164 === held.mobile?.e164 ? held.mobile : read;
  const next: { -readonly [K in keyof Correspondence]: Correspondence[K] | null | undefined } = {
    mail: contacts.mail === undefined ? held.mail : contacts.mail?.trim(),
    mobile: mobile === undefined ? held.mobile : mobile,
    address: contacts.address === undefined ? held.address : contacts.address,
  };
  const kept = Object.entries(next).filter(([, value]) => value !== null && value !== undefined);
  return { ...record, correspondence: Object.fromEntries(kept) as Correspondence };
}
