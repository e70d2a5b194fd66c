import { maskMail, maskMobile } from '../../identity-provider/index.js';
import type { ChangedField } from './changed-fields.js';

/** The same change for an audience: the person reads the values, everybody else reads contacts in part. */
export function forAudience(field: ChangedField, isThePerson: boolean): ChangedField {
  if (isThePerson || field.secrecy === 'open') return field;
  const mask = field.secrecy === 'mail' ? maskMail : maskMobile;
  return {
    label: field.label,
    secrecy: field.secrecy,
    ...(field.from !== undefined && { from: mask(field.from) }),
    ...(field.to !== undefined && { to: mask(field.to) }),
  };
}
