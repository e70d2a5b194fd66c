import { changeContacts, type Member } from '../../../modules/authorities/index.js';
import type { Ctx } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import type { FieldError } from '../../../ui/index.js';
import { type ContactForm, checkForm } from './contact-form.js';

/** Records the contacts of a form. Out: what happened, or the errors to show. `act` says who typed them. */
export async function saveContacts(
  ctx: Ctx,
  own: Member,
  form: ContactForm,
  expectedVersion: number,
  act: 'member' | 'agent',
): Promise<'enregistre' | 'inchange' | readonly FieldError[]> {
  const checked = checkForm(form, own.record.correspondence);
  if (checked.errors) return checked.errors;
  try {
    const { version } = await changeContacts(ctx, {
      memberId: own.memberId,
      mail: form.mail,
      mobile: form.mobile,
      address: checked.address ?? null,
      expectedVersion,
      act,
    });
    return version === expectedVersion ? 'inchange' : 'enregistre';
  } catch (error) {
    if (error instanceof Refusal && [409, 412].includes(error.status)) return [{ message: error.message }];
    throw error;
  }
}
