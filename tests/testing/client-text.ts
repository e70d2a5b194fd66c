import { readFileSync } from 'node:fs';

/** A file of examples/clients as an integrator uses it: with the values in the places that it leaves open. */
export function clientText(
  file: string,
  values: Readonly<Record<'issuer' | 'service' | 'clientId' | 'clientSecret', string>>,
): string {
  return readFileSync(`examples/clients/${file}`, 'utf8').replaceAll(
    /\{(issuer|service|clientId|clientSecret)\}/g,
    (_, name: keyof typeof values) => values[name],
  );
}
