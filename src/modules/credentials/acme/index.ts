export { forgetOld } from './actions/finalize.js';
export {
  type ExternalKey,
  externalKeysOf,
  type KeptKey,
  makeExternalKey,
  withdrawExternalKey,
} from './actions/keys.js';
export { acmeDoor } from './route.js';
