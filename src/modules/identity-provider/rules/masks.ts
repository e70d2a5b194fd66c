const DOTS = '•••••';

/** A mail address of which a stranger learns nothing but the first letter and the ending: `j•••••@•••.fr`. */
export function maskMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  const ending =
    mail
      .slice(at + 1)
      .split('.')
      .at(-1) ?? '';
  return `${[...mail][0] ?? ''}${DOTS}@•••.${ending}`;
}

/** A phone number (E.164) reduced to its last two digits: `•• •• •• •• 42`. */
export const maskMobile = (e164: string): string => `•• •• •• •• ${e164.slice(-2)}`;
