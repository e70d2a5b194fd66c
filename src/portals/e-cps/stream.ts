import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ecps } from '../../modules/credentials/index.js';
import type { Ctx } from '../../platform/context.js';

const PING_MS = 20_000;

/** Then the phone connects again, so that no connection outlives a deployment. */
const LIFE_MS = 15 * 60_000;

/** What the phone needs to draw its screens. */
export async function stateOf(ctx: Ctx, device: ecps.Means) {
  const { state, deviceName, platform, activatedAt, expiresAt } = device;
  const expired = expiresAt <= ctx.clock.now();
  return {
    device: {
      ...{ state: expired ? 'expired' : state, deviceName, platform, activatedAt, expiresAt },
      renewable: state === 'active' && ecps.renewable(expiresAt, ctx.clock.now()),
    },
    push: await ecps.isSubscribed(ctx, device.id),
    fingerprint: (await ecps.fingerprintOf(ctx, device.id)) ?? null,
    requests: await ecps.pendingRequests(ctx, device.id),
  };
}

/**
 * Server-sent events of one device: `state` at once and at each change, `ended` when its e-CPS is no more. It reads
 * the database at a change only; between changes a ping keeps the line open.
 */
export function deviceStream(
  c: Context,
  ctx: Ctx,
  watch: ecps.RequestWatch,
  ecpsId: string,
  token: string,
): Response {
  return streamSSE(
    c,
    async (stream) => {
      const end = Date.now() + LIFE_MS;
      const bell = new Bell();
      const leave = watch.onDeviceChange(ecpsId, () => bell.ring());
      stream.onAbort(() => bell.ring());
      try {
        for (let rung = true; !stream.aborted && Date.now() < end; rung = await bell.wait(PING_MS)) {
          if (!rung) await stream.writeSSE({ event: 'ping', data: '' });
          else {
            const device = await ecps.deviceByToken(ctx, token);
            if (!device) return void (await stream.writeSSE({ event: 'ended', data: '' }));
            await stream.writeSSE({ event: 'state', data: JSON.stringify(await stateOf(ctx, device)) });
          }
        }
      } finally {
        leave();
      }
    },
    async (error) => ctx.log.warn({ err: error }, 'phone stream ended'),
  );
}

/** Remembers that it was rung while nobody was waiting. */
class Bell {
  private rung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.rung = true;
    this.wake();
  }

  /** True once rung, false after `ms`. */
  async wait(ms: number): Promise<boolean> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const { rung } = this;
    this.rung = false;
    return rung;
  }
}
