export {
  chainPem,
  type ServerIdentity,
  serverIdentity,
  trustOwnAuthority,
} from './identity.js';
export { authorityDoor } from './route.js';

/** Makes the authorities that are still missing; see authorities.ts. Their libraries are read then. */
export const makeAuthorities = async (
  ctx: Parameters<typeof import('./authorities.js').makeAuthorities>[0],
) => (await import('./authorities.js')).makeAuthorities(ctx);
