import type { Config } from '../../../platform/config.js';
import type { Ctx } from '../../../platform/context.js';
import { hashToken } from '../../../platform/secrets.js';
import { type KnownKey, readKey } from './known-key.js';
import { Meter } from './meter.js';

/** A key is believed for so many milliseconds: a key that was taken back is dead in every process after that. */
const BELIEVED_MS = 3000;
const MOST_BELIEVED = 10_000;

/** What one process knows of the keys that come to it, and their meter. An ordinary call costs no statement. */
export class Gate {
  readonly meter: Meter;
  private readonly believed = new Map<string, { readonly key: KnownKey; readonly until: number }>();

  constructor(private readonly ctx: Pick<Ctx, 'db'>) {
    this.meter = new Meter(ctx);
  }

  /** The key behind what a caller presents, or undefined. */
  async find(presented: string): Promise<KnownKey | undefined> {
    const hash = hashToken(presented);
    const held = this.believed.get(hash);
    if (held && held.until > performance.now()) return held.key;
    const key = await readKey(this.ctx, hash);
    if (this.believed.size >= MOST_BELIEVED) this.believed.clear();
    // What is not known is not kept: anybody may invent as many as he likes.
    if (key) this.believed.set(hash, { key, until: performance.now() + BELIEVED_MS });
    else this.believed.delete(hash);
    return key;
  }

  /** Believes nothing any more: a key has just changed in this process. */
  forget(): void {
    this.believed.clear();
  }
}

const gates = new WeakMap<Config, Gate>();

/** The gate of this process. */
export function gateOf(ctx: Pick<Ctx, 'db' | 'config'>): Gate {
  let gate = gates.get(ctx.config);
  if (!gate) {
    gate = new Gate(ctx);
    gates.set(ctx.config, gate);
  }
  return gate;
}
