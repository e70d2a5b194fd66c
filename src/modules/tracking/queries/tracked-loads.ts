import type { Ctx } from '../../../platform/context.js';
import { eventsOf } from '../../../platform/events.js';
import { PUBLICATION_SHOWN, publicationsOfLoads } from '../../directory/index.js';
import { PUBLICATION_COPIED } from '../../identity-provider/index.js';
import { loadsNaming, type NamingLoad, PUBLICATION_APPLIED } from '../../registry/index.js';
import type { Arrival } from '../rules/arrivals.js';
import { arrivalsOfLoad } from '../rules/arrivals-of-load.js';

/** A load of national files that changed what is known of a person, and how far it has come. */
export interface TrackedLoad extends Pick<NamingLoad, 'files'> {
  readonly load: number;
  readonly arrivals: readonly Arrival[];
}

const MOST = 20;

/** The loads that changed what a number is known by, newest first. In: a national identifier. Four statements. */
export async function trackedLoads(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<TrackedLoad[]> {
  const loads = await loadsNaming(ctx, idNat, MOST);
  if (loads.length === 0) return [];
  const numbers = loads.map(({ load }) => load);
  const publications = await publicationsOfLoads(ctx, numbers);
  const shown = [...publications.values()].map(String);
  const applied = await datesOf(ctx, numbers.map(String), PUBLICATION_APPLIED);
  const published = await datesOf(ctx, shown, PUBLICATION_SHOWN);
  const copied = await datesOf(ctx, shown, PUBLICATION_COPIED);
  return loads.map(({ load, at, files }) => {
    const publication = String(publications.get(load) ?? '');
    const dates = {
      RPPS: applied.get(String(load)) ?? at,
      RASS: published.get(publication),
      PSC: copied.get(publication),
    };
    return { load, files, arrivals: arrivalsOfLoad(dates) };
  });
}

async function datesOf(
  ctx: Pick<Ctx, 'db'>,
  subjects: readonly string[],
  type: string,
): Promise<Map<string, Date>> {
  const found = await eventsOf(ctx, subjects, [type], MOST * 2);
  return new Map(found.map((event) => [event.subject, event.at]));
}
