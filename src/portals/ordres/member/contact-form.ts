import { isMail, type MemberRecord, parseMobile } from '../../../modules/authorities/index.js';
import { type Commune, communesByPostcode, isValid } from '../../../modules/nomenclatures/index.js';
import type { Address } from '../../../modules/structures/index.js';
import { type FieldError, formatPhone } from '../../../ui/index.js';

type Correspondence = MemberRecord['correspondence'];

/** The form of the contact data, as typed. */
export const CONTACT_FIELDS = [
  'mail',
  'mobile',
  'streetNumber',
  'streetType',
  'street',
  'mention',
  'postcode',
  'communeName',
] as const;

export type ContactForm = Readonly<Record<(typeof CONTACT_FIELDS)[number], string>>;

/** What the form shows for what is held. */
export function formOf({ mail, mobile, address }: Correspondence): ContactForm {
  return {
    mail: mail ?? '',
    mobile: mobile ? formatPhone(mobile.e164) : '',
    streetNumber: address?.streetNumber ?? '',
    streetType: address?.streetType ?? '',
    street: address?.street ?? '',
    mention: address?.mention ?? '',
    postcode: address?.postcode ?? '',
    communeName: address?.communeName ?? '',
  };
}

/** The form read from the fields of a request. */
export function readForm(fields: Readonly<Record<string, string>>): ContactForm {
  const read = Object.fromEntries(CONTACT_FIELDS.map((name) => [name, (fields[name] ?? '').trim()]));
  return read as ContactForm;
}

export type Checked =
  | { readonly address: Address | undefined; readonly errors?: undefined }
  | { readonly errors: readonly FieldError[] };

/**
 * Checks a form against what is held. In: what was typed, what the authority holds now. Out: the address to record
 * (none when its fields are empty), or one error per faulty field. A mail and a mobile are needed: without both no
 * sign-in and no e-CPS is possible.
 */
export function checkForm(form: ContactForm, held: Correspondence): Checked {
  const errors: FieldError[] = [];
  if (!isMail(form.mail))
    errors.push({ field: 'mail', message: 'Indiquez une adresse électronique, par exemple nom@exemple.fr.' });
  if (!parseMobile(form.mobile, ''))
    errors.push({ field: 'mobile', message: 'Indiquez un numéro de mobile, par exemple 06 39 98 00 12.' });
  const address = checkAddress(form, held.address, errors);
  return errors.length > 0 ? { errors } : { address };
}

function checkAddress(
  form: ContactForm,
  held: Address | undefined,
  errors: FieldError[],
): Address | undefined {
  const { streetNumber, streetType, street, mention, postcode, communeName } = form;
  if (![streetNumber, street, mention, postcode, communeName].some(Boolean)) return undefined;
  if (streetType && !isValid('TRE_R35', streetType))
    errors.push({ field: 'streetType', message: 'Choisissez un type de voie de la liste.' });
  const long = (['streetNumber', 'street', 'mention'] as const).find((name) => form[name].length > 100);
  if (long) errors.push({ field: long, message: 'Cette ligne est trop longue : 100 caractères au plus.' });
  const commune = checkCommune(postcode, communeName, errors);
  if (!commune) return undefined;
  const { recipient, geographicPoint, repetition } = held ?? {};
  const parts = {
    ...{ recipient, geographicPoint, repetition },
    ...{ streetNumber, streetType, street, mention, postcode },
    ...{
      commune: commune.insee,
      communeName: commune.name,
      departement: commune.departement,
      country: '99000',
    },
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value)) as Address;
}

/** The commune that a postcode and a name designate; else one error, at the field that is wrong. */
export function checkCommune(
  postcode: string,
  name: string,
  errors: FieldError[],
  fields = { postcode: 'postcode', commune: 'communeName' },
): Commune | undefined {
  const served = /^\d{5}$/.test(postcode) ? communesByPostcode(postcode) : [];
  if (served.length === 0) {
    errors.push({ field: fields.postcode, message: 'Ce code postal n’existe pas. Il a cinq chiffres.' });
    return undefined;
  }
  const found = served.find((one) => folded(one.name) === folded(name));
  if (found) return found;
  const names = served.slice(0, 5).map((one) => one.name);
  errors.push({ field: fields.commune, message: `Ce code postal dessert : ${names.join(', ')}.` });
  return undefined;
}

const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\bst(e?)\b/g, 'saint$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
