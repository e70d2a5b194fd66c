const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What is wrong with an address to which people come back, undefined when nothing is. It is compared exactly later
 * on, so that anything ambiguous is refused here: no fragment, no wildcard, no user name, https (http on loopback, or
 * anywhere in a sandbox).
 */
export function redirectUriProblem(uri: string, production: boolean): string | undefined {
  const url = URL.parse(uri);
  if (!url || !/^https?:$/.test(url.protocol)) return 'Une adresse complète en https est attendue.';
  if (url.hash || uri.includes('#')) return 'L’adresse ne doit pas contenir de fragment (#).';
  if (uri.includes('*')) return 'L’adresse est comparée exactement : pas de joker.';
  if (url.username || url.password) return 'L’adresse ne doit pas contenir d’identifiants.';
  if (production && url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    return 'En production, l’adresse doit être en https.';
  }
  return undefined;
}
