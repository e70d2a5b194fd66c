export { type Eligible, eligibleOn } from './rules/eligible.js';
export { type Advice, type Asked, advise, NEEDS, type Need, WHO, type Who } from './rules/guide.js';
export { type Branch, CATALOGUE, type OfferedMeans } from './rules/means.js';
