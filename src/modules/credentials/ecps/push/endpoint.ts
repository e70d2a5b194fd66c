const LONGEST = 1000;

/**
 * The address of a push service as a browser gave it, or undefined. Of https only; `allowed` names the hosts of this
 * machine that may be called without it, in a sandbox.
 */
export function readEndpoint(given: string, allowed: readonly string[]): string | undefined {
  if (given.length > LONGEST || !URL.canParse(given)) return undefined;
  const url = new URL(given);
  const trusted = allowed.includes(url.hostname) || allowed.includes(url.host);
  const shape = url.protocol === 'https:' || (trusted && url.protocol === 'http:');
  return shape && url.username === '' && url.password === '' ? url.href : undefined;
}
