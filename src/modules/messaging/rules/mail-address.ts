const LOCAL = /^[a-z0-9](?:[a-z0-9._%+'-]{0,62}[a-z0-9])?$/;
const DOMAIN = /^(?=.{4,190}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Reads an address of a mailbox: lower case, letters without accents, one `@`. Narrower than RFC 5321 on purpose:
 * quoted and international addresses are in no file of the trust space. Out: the address, or undefined.
 */
export function readAddress(typed: string): string | undefined {
  const address = typed.trim().toLowerCase();
  const [local = '', domain = '', more] = address.split('@');
  const isRead = more === undefined && LOCAL.test(local) && !local.includes('..') && DOMAIN.test(domain);
  return isRead ? address : undefined;
}

/** Reads a domain name of two labels or more: lower case, or undefined. */
export function readDomain(typed: string): string | undefined {
  const domain = typed.trim().toLowerCase();
  return DOMAIN.test(domain) ? domain : undefined;
}

export const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);
