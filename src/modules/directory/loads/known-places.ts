import { type Structure, structuresById } from '../../structures/index.js';
import type { RowsWorld } from './rows-world.js';

export type Places = ReadonlyMap<string, Structure>;

const MOST_PLACES = 5_000;

/** The last places met: many people work in the same ones. */
export class KnownPlaces {
  private held = new Map<string, Structure>();

  constructor(private readonly world: Pick<RowsWorld, 'db'>) {}

  async of(ids: readonly string[]): Promise<Places> {
    const { held } = this;
    const found = await structuresById(
      this.world,
      ids.filter((id) => !held.has(id)),
    );
    const places = new Map<string, Structure>();
    for (const id of ids) {
      const one = found.get(id) ?? held.get(id);
      if (one) places.set(id, one);
    }
    if (held.size > MOST_PLACES) this.held = new Map();
    // Practices have one person each: only establishments come again.
    for (const [id, one] of found) if (!id.startsWith('R')) this.held.set(id, one);
    return places;
  }
}
