import type { Ctx } from '../../../platform/context.js';
import { gateOf } from './gate.js';

export {
  type Application,
  allApplications,
  application,
  applicationsOf,
  type ShownKey,
} from './applications.js';
export { renewKey, revokeKey } from './change-keys.js';
export { createApplication } from './create-application.js';
export { errors } from './errors.js';
export { changeQuota, closeApplication } from './govern.js';

/** Writes down the calls of this process that are not yet: before its use is shown, and when it stops. */
export const writeDownUse = (ctx: Pick<Ctx, 'db' | 'config'>): Promise<void> => gateOf(ctx).meter.writeDown();
