import type { Ctx } from '../../../../platform/context.js';
import { asAdministrator } from '../../certificates/actions/as-administrator.js';
import type { Administrator } from '../../certificates/queries/administrator.js';
import { type ExternalKey, type KeyOrder, makeExternalKey, withdrawExternalKey } from './keys.js';

/** Makes an external key for a structure that one administers. @throws as `asAdministrator`, makeExternalKey */
export const makeKeyAs = (
  ctx: Ctx,
  who: Administrator,
  order: Omit<KeyOrder, 'bearer' | 'madeBy'>,
): Promise<ExternalKey> =>
  asAdministrator(ctx, who, 'credentials.make-acme-key', (bearer) =>
    makeExternalKey(ctx, { ...order, bearer, madeBy: who.idNat }),
  );

/** Withdraws one. @throws as `asAdministrator`, errors.unknownAcmeKey */
export const withdrawKeyAs = (ctx: Ctx, who: Administrator, id: string): Promise<void> =>
  asAdministrator(ctx, who, 'credentials.withdraw-acme-key', ({ nationalId }) =>
    withdrawExternalKey(ctx, nationalId, id),
  );
