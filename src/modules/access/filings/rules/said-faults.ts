import type { FieldProblem } from '../../../../platform/errors.js';
import { isDay } from '../../habilitations/rules/period.js';
import { ACTS_OF_NOMINATION, FORM_RULES, type FormCode } from './forms.js';

const LONGEST = 500;
const LONGEST_KEYS = 8000;

const problem = (field: string, message: string): FieldProblem => ({
  ...{ field, message },
  code: 'access.filing-field',
});

/**
 * What is wrong in a form, field by field; empty when it can be filed. In: the form, what was typed (trimmed), whether a
 * document is joined, how mails are judged.
 */
export function saidFaults(
  form: FormCode,
  said: Readonly<Record<string, string>>,
  { evidence, isMail }: { readonly evidence: boolean; isMail(text: string): boolean },
): FieldProblem[] {
  const rule = FORM_RULES[form];
  const missing = rule.required
    .filter((field) => !said[field])
    .map((field) => problem(field, 'Ce champ est attendu.'));
  const long = Object.entries(said)
    .filter(([field, value]) => value.length > (field === 'jwks' ? LONGEST_KEYS : LONGEST))
    .map(([field]) => problem(field, 'Ce texte est trop long.'));
  const mails = ['mail', 'contact']
    .filter((field) => said[field] && !isMail(said[field]))
    .map((field) => problem(field, 'Cette adresse de courriel n’est pas lisible.'));
  return [
    ...missing,
    ...long,
    ...mails,
    ...(form === 'F101' ? nominationFaults(said) : []),
    ...(rule.evidence && !evidence
      ? [problem('evidence', 'Joignez l’acte qui vous nomme (PDF, JPEG ou PNG).')]
      : []),
  ];
}

function nominationFaults({ act = '', to = '' }: Readonly<Record<string, string>>): FieldProblem[] {
  const faults: FieldProblem[] = [];
  if (act && !(ACTS_OF_NOMINATION as readonly string[]).includes(act))
    faults.push(problem('act', 'Choisissez un acte de la liste.'));
  if (act === 'interim' && !isDay(to))
    faults.push(problem('to', 'Un intérim a une fin : donnez son dernier jour.'));
  return faults;
}
