export { HOPS, type Hop, mayFollow, mayLook } from './rules/who-may-look.js';
export { followGuard, lookGuard } from './sessions/guards.js';
