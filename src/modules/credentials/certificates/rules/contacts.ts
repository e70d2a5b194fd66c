import { z } from 'zod';

const MOST = 10;

/**
 * The mailboxes in what was typed, one a line or parted by commas; twice the same counts once.
 * Out: the mailboxes, or the first that is none.
 */
export function contactsOf(typed: string): { readonly contacts: readonly string[]; readonly wrong?: string } {
  const said = [...new Set(typed.split(/[\s,;]+/).filter(Boolean))].slice(0, MOST);
  const wrong = said.find((one) => !z.email().safeParse(one).success);
  return wrong === undefined ? { contacts: said } : { contacts: [], wrong };
}
