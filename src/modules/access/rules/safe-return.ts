/**
 * Where to go after sign-in. In: what the address bar said. Out: a path of this site, `/` for anything else: another
 * origin, a scheme, a backslash that browsers read as a slash, control characters.
 */
export function safeReturn(wanted: string | undefined): string {
  if (!wanted || wanted.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return '/';
  return wanted.includes('\\') || wanted.startsWith('/connexion') ? '/' : wanted;
}
