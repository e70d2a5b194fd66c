import type { FieldError } from '../../../ui/index.js';
import type { PortalTexts } from '../portal-texts.js';

/** Identity documents that an agent may have seen. */
export const DOCUMENTS = ['Carte d’identité', 'Passeport', 'Titre de séjour'] as const;

/**
 * Reads what an agent says to have checked. In: the fields of the form, the list of the portal, today (YYYY-MM-DD).
 * Out: one line per check, ready to be stored, or the errors to show. The identity document (kind, last four
 * characters, day on which it was seen) and every box of the list are needed; no copy of the document is kept.
 */
export function readChecklist(
  fields: Readonly<Record<string, string>>,
  checks: PortalTexts['checks'],
  today: string,
): { readonly checked: string[] } | { readonly errors: FieldError[] } {
  const errors: FieldError[] = [];
  const document = DOCUMENTS.find((one) => one === fields.document);
  const last = (fields.last4 ?? '').trim().toUpperCase();
  const seen = fields.seenOn ?? '';
  if (!document)
    errors.push({ field: 'document', message: 'Choisissez la pièce d’identité que vous avez vue.' });
  if (!/^[0-9A-Z]{4}$/.test(last))
    errors.push({
      field: 'last4',
      message: 'Indiquez les quatre derniers caractères du numéro de la pièce.',
    });
  if (!isDay(seen) || seen > today)
    errors.push({
      field: 'seenOn',
      message: 'Indiquez le jour où vous avez vu la pièce, aujourd’hui au plus tard.',
    });
  for (const { key, label } of checks) {
    if (fields[`check-${key}`] !== 'oui')
      errors.push({ field: `check-${key}`, message: `À vérifier avant de valider : ${label}.` });
  }
  if (errors.length > 0) return { errors };
  return { checked: [`${document} …${last}, vue le ${seen}`, ...checks.map(({ label }) => label)] };
}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
