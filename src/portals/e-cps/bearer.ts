import type { Context } from 'hono';
import { ecps } from '../../modules/credentials/index.js';
import { as, type Ctx } from '../../platform/context.js';
import { callerAddress, type Env } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';

const MINUTE = 60;

/** The token of the device, or the empty text. */
export const token = (c: Context): string =>
  /^Bearer ([\w-]{20,100})$/.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';

/** The device that calls, and the world as its holder sees it. Counted by address, then by device. */
export async function bearer(
  c: Context<Env>,
  act: string,
  most: number,
): Promise<{ ctx: Ctx; device: ecps.Means }> {
  const ctx = c.get('ctx');
  const device = await ecps.deviceByToken(ctx, token(c));
  if (!device) {
    await limit(ctx, `e-cps:stranger:${callerAddress(c)}`, 60, MINUTE);
    throw ecps.errors.unknownDevice();
  }
  await limit(ctx, `e-cps:${act}:${device.id}`, most, MINUTE);
  return { ctx: as(ctx, `person:${device.idNat}`), device };
}
