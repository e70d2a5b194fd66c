import type { Ctx } from '../../../platform/context.js';

/** What making the rows of a load needs of the world, in whatever thread. */
export type RowsWorld = Pick<Ctx, 'db' | 'clock'>;
