export { forgetOld } from './actions/finalize.js';
export {
  type ExternalKey,
  externalKeysOf,
  type KeptKey,
} from './actions/keys.js';
export { makeKeyAs, withdrawKeyAs } from './actions/keys-as-administrator.js';
export { acmeDoor } from './route.js';
