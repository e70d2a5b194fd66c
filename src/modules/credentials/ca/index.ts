import type { Ctx } from '../../../platform/context.js';

export { ocspRequest } from './client.js';
export {
  chainPem,
  type ServerIdentity,
  serverIdentity,
  trustOwnAuthority,
} from './identity.js';
export { ocspDoor } from './ocsp-route.js';
export { authorityDoor } from './route.js';

/** Makes the authorities that are still missing; see authorities.ts. Their code is read then. */
export const makeAuthorities = async (ctx: Ctx, stopping?: AbortSignal): Promise<void> =>
  (await import('./authorities.js')).makeAuthorities(ctx, stopping);
