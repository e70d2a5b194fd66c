/**
 * A domain and those above it, the narrowest first: `a.b.example` gives `a.b.example` and `b.example`. The last label
 * alone belongs to nobody.
 */
export function domainAndAbove(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'));
}

/**
 * To whom a domain belongs: to the operator who holds it, else to the one who holds the nearest domain above it. An
 * operator may thus serve a domain per establishment below his own, and a narrower one may be another's.
 * In: the domain, the operators by domain. Out: the code, or undefined.
 */
export function holderOfDomain(domain: string, held: ReadonlyMap<string, string>): string | undefined {
  const nearest = domainAndAbove(domain).find((one) => held.has(one));
  return nearest === undefined ? undefined : held.get(nearest);
}
