const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** RFC 3986 §2: what an address is written with; anything else stands there as %XX, or as xn--… in a name. */
const WRITTEN = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/;
const LONGEST = 2000;

/**
 * What is wrong with an address to which people come back, undefined when nothing is. It is compared exactly later
 * on, so that anything ambiguous is refused here: no fragment, no wildcard, no user name, no host or sign that readers
 * of addresses understand each in their way, https (http on loopback, or anywhere in a sandbox).
 */
export function redirectUriProblem(uri: string, production: boolean): string | undefined {
  const url = uri.length <= LONGEST ? URL.parse(uri) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'Une adresse complète en https est attendue.';
  if (url.hash || uri.includes('#')) return 'L’adresse ne doit pas contenir de fragment (#).';
  if (uri.includes('*')) return 'L’adresse est comparée exactement : pas de joker.';
  if (url.username || url.password) return 'L’adresse ne doit pas contenir d’identifiants.';
  if (!WRITTEN.test(uri))
    return 'L’adresse contient une espace, un accent ou un autre signe à écrire en %XX.';
  // 127.1, 0x7f000001, https:name, //@name: what the address leads to is not what it says.
  const said = uri.toLowerCase().startsWith(`${url.protocol}//${url.hostname}`);
  if (!said || !HOST.test(url.hostname))
    return 'Le nom de la machine doit être écrit en clair : https://nom/…';
  if (production && url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    return 'En production, l’adresse doit être en https.';
  }
  return undefined;
}
