import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Ctx } from '../../../platform/context.js';
import { chainPem } from './identity.js';

/**
 * Lets this process call addresses that the built-in authority certifies, its own issuer for one: the portals and the
 * demo services are clients of Pro Santé Connect like any other. Adds to what the process trusts already.
 */
export async function trustOwnAuthority(ctx: Ctx): Promise<void> {
  setDefaultCACertificates([...getCACertificates('default'), await chainPem(ctx)]);
}
