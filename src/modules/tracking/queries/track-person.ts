import type { Ctx } from '../../../platform/context.js';
import { eventsOf, type RecordedEvent } from '../../../platform/events.js';
import { MEMBER_CHANGED, type Member, memberHistory, membershipsOf } from '../../authorities/index.js';
import { PERSON_UPDATED } from '../../identity-provider/index.js';
import { PERSON_CHANGED } from '../../registry/index.js';
import { type Arrival, arrivals, type HopEvents } from '../rules/arrivals.js';
import { type ChangedField, changedFields } from '../rules/changed-fields.js';
import { forAudience } from '../rules/mask-value.js';
import { HOPS, type Hop } from '../rules/who-may-look.js';

const EVENT_OF: Readonly<Record<Hop, string>> = {
  ORDRE: MEMBER_CHANGED,
  RPPS: PERSON_CHANGED,
  RASS: 'directory.person-published',
  PSC: PERSON_UPDATED,
};

/** One change made at an authority, and how far it has come. */
export interface TrackedChange {
  readonly authority: string;
  readonly version: number;
  /** Name of the act, e.g. `register`, `change-contacts`. */
  readonly act: string;
  readonly fields: readonly ChangedField[];
  readonly arrivals: readonly Arrival[];
}

export interface TrackedStep {
  readonly hop: Hop;
  /** When the step last received something. */
  readonly lastAt?: Date;
  /** False while a change of an authority is awaited. */
  readonly upToDate: boolean;
}

export interface Track {
  readonly idNat: string;
  /** The authorities that hold a file of the person. */
  readonly authorities: readonly string[];
  readonly steps: readonly TrackedStep[];
  /** Newest first. */
  readonly changes: readonly TrackedChange[];
}

const MOST_EVENTS = 400;

/**
 * The way of a person's data: the four steps, and each change with its arrivals. In: the identifier, whether the
 * reader is the person (others read contacts masked). Out: undefined when no authority knows the identifier.
 */
export async function trackPerson(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  isThePerson: boolean,
): Promise<Track | undefined> {
  const members = await membershipsOf(ctx, idNat);
  if (members.length === 0) return undefined;
  const subjects = [idNat, ...members.map(({ memberId }) => memberId)];
  const recorded = await eventsOf(ctx, subjects, Object.values(EVENT_OF), MOST_EVENTS);
  const events = byHop(recorded);
  const changes = (await Promise.all(members.map((one) => changesOf(ctx, one, events, isThePerson)))).flat();
  return {
    idNat,
    authorities: members.map(({ authority }) => authority),
    steps: HOPS.map((hop) => step(hop, events, changes)),
    changes: changes.sort((a, b) => started(b) - started(a)),
  };
}

function byHop(recorded: readonly RecordedEvent[]): HopEvents {
  const of = (hop: Hop) => recorded.filter(({ type }) => type === EVENT_OF[hop]);
  return { ORDRE: of('ORDRE'), RPPS: of('RPPS'), RASS: of('RASS'), PSC: of('PSC') };
}

async function changesOf(ctx: Pick<Ctx, 'db'>, member: Member, events: HopEvents, isThePerson: boolean) {
  const { authority, memberId } = member;
  const history = await memberHistory(ctx, memberId);
  return history
    .map(
      ({ version, act, changed }): TrackedChange => ({
        authority,
        version,
        act,
        fields: changedFields(changed).map((field) => forAudience(field, isThePerson)),
        arrivals: arrivals({ authority, version }, events),
      }),
    )
    .filter(({ arrivals: [first] }) => first?.at !== undefined);
}

function step(hop: Hop, events: HopEvents, changes: readonly TrackedChange[]): TrackedStep {
  const lastAt = events[hop].at(-1)?.at;
  const upToDate = changes.every((change) => change.arrivals.some((one) => one.hop === hop && one.at));
  return { hop, upToDate, ...(lastAt && { lastAt }) };
}

const started = ({ arrivals: [first] }: TrackedChange): number => first?.at?.getTime() ?? 0;
