import type { SigningRequest } from './signing-request.js';

/** What a signing request is refused for. */
export type RequestFault =
  | 'weak-key'
  | 'other-kind-of-key'
  | 'wrong-common-name'
  | 'extra-extensions'
  | 'wrong-host'
  | 'weak-signature';

const LEAST_BITS = 2048;
const MOST_BITS = 4096;
/** SHA-256, SHA-384, SHA-512 with RSA. */
const SIGNATURES = ['11', '12', '13'].map((n) => `1.2.840.113549.1.1.${n}`);
const OTHER_NAMES = '2.5.29.17';
/** Key usage and extended key usage. */
const USAGES = ['2.5.29.15', '2.5.29.37'];

/** What a signing request is to be for. */
export interface AskedFor {
  readonly commonName: string;
  readonly server: boolean;
  /** Programs name usages by themselves: those of the offer are given, whatever they say. */
  readonly usagesIgnored?: boolean;
}

/**
 * What is wrong with a request for a certificate under `commonName`; undefined when nothing is. Its signature is verified
 * elsewhere. Nothing but the host name itself may be asked for: usages come from the offer.
 */
export function requestFault(
  request: SigningRequest,
  { commonName, server, usagesIgnored = false }: AskedFor,
): RequestFault | undefined {
  const { rsa } = request;
  if (!rsa) return 'other-kind-of-key';
  if (rsa.modulusBits < LEAST_BITS || rsa.modulusBits > MOST_BITS || weakExponent(rsa.exponent))
    return 'weak-key';
  if (!SIGNATURES.includes(request.signatureAlgorithm)) return 'weak-signature';
  if (request.commonNames.some((name) => name !== commonName) || request.commonNames.length > 1)
    return 'wrong-common-name';
  const taken = [...(server ? [OTHER_NAMES] : []), ...(usagesIgnored ? USAGES : [])];
  if (request.extensions.some((oid) => !taken.includes(oid))) return 'extra-extensions';
  return request.hosts.some((host) => host !== commonName) ? 'wrong-host' : undefined;
}

/** Odd, at least 65537, below 2^64 (NIST SP 800-56B §6.2). */
function weakExponent(hex: string): boolean {
  if (hex.length > 16) return true;
  const exponent = BigInt(`0x${hex}`);
  return exponent < 65_537n || exponent % 2n === 0n;
}
