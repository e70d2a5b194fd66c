import type { FieldProblem } from '../../../platform/errors.js';
import { isValid } from '../../nomenclatures/index.js';
import type { MemberRecord } from '../member-record.js';
import { exerciseProblems } from './check-exercise.js';
import { traitProblems } from './five-traits.js';
import { periodProblems } from './period.js';
import { problem } from './problem.js';

const MAIL = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]+$/;

/** Whether the text can be a mail address: one @, no space, a dot in the domain, at most 254 characters. */
export const isMail = (text: string): boolean => text.length <= 254 && MAIL.test(text);

/**
 * Everything that keeps a record from being an authority's. In: the record, the authority (TRE_R60), today
 * (YYYY-MM-DD), the number the person holds, if any. Out: one problem per faulty field; none for a record that may be validated.
 */
export function recordProblems(
  record: MemberRecord,
  authority: string,
  today: string,
  idNat?: string | null,
): FieldProblem[] {
  const adeli = idNat?.startsWith('0') ?? false;
  const { certification, civility } = record.civilStatus;
  const problems = traitProblems(record.civilStatus, today);
  if (!isValid('TRE_R31', certification.state, today))
    problems.push(problem('civilStatus/certification/state', 'unknown-code'));
  if (civility && !isValid('TRE_R81', civility, today))
    problems.push(problem('civilStatus/civility', 'unknown-code'));
  record.exercises.forEach((exercise, i) => {
    problems.push(...exerciseProblems(exercise, authority, `exercises/${i}`, today, adeli));
  });
  record.diplomas.forEach((diploma, i) => {
    if (!isValid('TRE_R14', diploma.type, today))
      problems.push(problem(`diplomas/${i}/type`, 'unknown-code'));
  });
  record.authorisations.forEach((authorisation, i) => {
    if (!isValid('TRE_R17', authorisation.type, today))
      problems.push(problem(`authorisations/${i}/type`, 'unknown-code'));
    problems.push(...periodProblems(authorisation, `authorisations/${i}`));
  });
  const { mail } = record.correspondence;
  if (mail !== undefined && !isMail(mail)) problems.push(problem('correspondence/mail', 'mail-wrong'));
  return problems;
}
