export { endContract } from './actions/end-contract.js';
export { type ContractOffer, signContract } from './actions/sign-contract.js';
export type { Contract, ContractEnding } from './contract.js';
export { errors } from './errors.js';
export { activeContract, requireContract } from './queries/active-contract.js';
export { contractsOf } from './queries/contracts-of.js';
export { sitesOf } from './queries/sites-of.js';
export { endLapsedByFile, endLapsedContracts } from './reactions/end-lapsed.js';
