export { chainPem, type ServerIdentity, serverIdentity } from './identity.js';
export { authorityDoor } from './route.js';
export { trustOwnAuthority } from './trust.js';
