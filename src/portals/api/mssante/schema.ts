import { z } from 'zod';

/** Which mailboxes of the caller's to show. */
export const searchBody = z.strictObject({
  q: z.string().max(254).optional(),
  after: z.string().max(254).optional(),
  limit: z.int().min(1).max(500).optional(),
  withdrawn: z.boolean().optional(),
});

export const memberBody = z.strictObject({ idNat: z.string().trim().min(1).max(40) });
