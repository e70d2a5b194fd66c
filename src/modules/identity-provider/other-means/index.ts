export {
  type CodeKind,
  type CodeMeans,
  codeMeansOf,
  disableCode,
  enableSms,
  enableTotp,
  newSecret,
} from './codes.js';
export { type Holder, holderOf } from './holder.js';
export { BY_SANDBOX } from './may-enrol.js';
export { bindKey, endKey, keyOptions, type SecurityKey, securityKeysOf } from './security-keys.js';
