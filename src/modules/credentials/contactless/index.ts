export { badgesOf, type HeldBadge } from './badges-of.js';
export { errors } from './errors.js';
export { giveBadges } from './give-badges.js';
export { type Badge, type BadgeRead, readBadge, readerKey } from './read-badge.js';
