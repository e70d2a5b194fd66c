import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { eventsOf, type RecordedEvent } from '../../../platform/events.js';
import { datesOf } from '../../../platform/feeds/waiting.js';
import {
  type ContactFile,
  inAdeliEra,
  lastContactFile,
  MEMBER_CHANGED,
  type Member,
  memberHistory,
  membershipsOf,
  upcomingContactDays,
} from '../../authorities/index.js';
import { projectPeople } from '../../directory/index.js';
import { copyPeople, outsidePopulation, PERSON_UPDATED } from '../../identity-provider/index.js';
import { PERSON_CHANGED, receiveMembers } from '../../registry/index.js';
import { type Arrival, arrivals, type HopEvents } from '../rules/arrivals.js';
import { type ChangedField, changedFields } from '../rules/changed-fields.js';
import { hopsOf } from '../rules/hops-of.js';
import { forAudience } from '../rules/mask-value.js';
import { HOPS, type Hop } from '../rules/who-may-look.js';
import { type TrackedLoad, trackedLoads } from './tracked-loads.js';

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
  /** For an awaited change, the date at which the rhythm of the feed brings it, where one does. */
  readonly dueAt?: Date;
  /** When the step last received something. */
  readonly lastAt?: Date;
  /** For Pro Santé Connect, the population that it does not take yet, in words. */
  readonly outside?: string;
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
  /** The loads of national files that changed what is known of the person, newest first. */
  readonly loads: readonly TrackedLoad[];
  /** For somebody whose ordre delivers files of contacts: the last one that was loaded, and the next days. */
  readonly contactFiles?: { readonly last?: ContactFile; readonly next: readonly string[] };
}

const MOST_EVENTS = 400;

/**
 * The way of a person's data: the four steps, and each change with its arrivals. In: the identifier, whether the
 * reader is the person (others read contacts masked). Out: undefined when no authority and no file knows the identifier.
 */
export async function trackPerson(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
  isThePerson: boolean,
): Promise<Track | undefined> {
  const members = await membershipsOf(ctx, idNat);
  const loads = await trackedLoads(ctx, idNat);
  if (members.length === 0 && loads.length === 0) return undefined;
  const subjects = [idNat, ...members.map(({ memberId }) => memberId)];
  const hops = hopsOf(idNat, today(ctx.clock)).filter((hop) => members.length > 0 || hop !== 'ORDRE');
  const recorded = await eventsOf(ctx, subjects, Object.values(EVENT_OF), MOST_EVENTS);
  const events = byHop(recorded);
  const changes = (
    await Promise.all(members.map((one) => changesOf(ctx, one, { events, hops }, isThePerson)))
  ).flat();
  const outside = await outsidePopulation(ctx, idNat);
  const dates = await dueDates(ctx, subjects);
  return {
    idNat,
    authorities: members.map(({ authority }) => authority),
    steps: hops.map((hop) => ({
      ...step(hop, { events, changes, loads }, dates.get(hop)),
      ...(hop === 'PSC' && outside && { outside: outside.label }),
    })),
    changes: changes.sort((a, b) => started(b) - started(a)),
    loads,
    ...(inAdeliEra(idNat, today(ctx.clock)) && { contactFiles: await contactFilesOf(ctx) }),
  };
}

function byHop(recorded: readonly RecordedEvent[]): HopEvents {
  const of = (hop: Hop) => recorded.filter(({ type }) => type === EVENT_OF[hop]);
  return { ORDRE: of('ORDRE'), RPPS: of('RPPS'), RASS: of('RASS'), PSC: of('PSC') };
}

async function contactFilesOf(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<NonNullable<Track['contactFiles']>> {
  const last = await lastContactFile(ctx, 'ONI');
  return { ...(last && { last }), next: await upcomingContactDays(ctx, 3) };
}

/** The reaction by which each step receives what comes from the step before. */
const REACTION_OF: Readonly<Partial<Record<Hop, string>>> = {
  RPPS: receiveMembers.name,
  RASS: projectPeople.name,
  PSC: copyPeople.name,
};

async function dueDates(ctx: Pick<Ctx, 'db'>, subjects: readonly string[]): Promise<Map<Hop, Date>> {
  const dates = new Map<Hop, Date>();
  for (const hop of HOPS) {
    const reaction = REACTION_OF[hop];
    if (!reaction) continue;
    const [first] = [...(await datesOf(ctx, reaction, subjects)).values()].sort(
      (a, b) => Number(a) - Number(b),
    );
    if (first) dates.set(hop, first);
  }
  return dates;
}

interface Way {
  readonly events: HopEvents;
  readonly hops: readonly Hop[];
}

async function changesOf(ctx: Pick<Ctx, 'db'>, member: Member, { events, hops }: Way, isThePerson: boolean) {
  const { authority, memberId } = member;
  const history = await memberHistory(ctx, memberId);
  return history
    .map(
      ({ version, act, changed }): TrackedChange => ({
        authority,
        version,
        act,
        fields: changedFields(changed).map((field) => forAudience(field, isThePerson)),
        arrivals: arrivals({ authority, version }, events, hops),
      }),
    )
    .filter(({ arrivals: [first] }) => first?.at !== undefined);
}

interface Known {
  readonly events: HopEvents;
  readonly changes: readonly TrackedChange[];
  readonly loads: readonly TrackedLoad[];
}

function step(hop: Hop, { events, changes, loads }: Known, dueAt?: Date): TrackedStep {
  const times = [...loads.map((load) => atOf(hop, load)), events[hop].at(-1)?.at].map(
    (at) => at?.getTime() ?? 0,
  );
  const last = Math.max(...times);
  const [newest] = loads;
  const upToDate =
    changes.every((change) => atOf(hop, change)) &&
    (newest === undefined || hop === 'ORDRE' || atOf(hop, newest) !== undefined);
  return { hop, upToDate, ...(last > 0 && { lastAt: new Date(last) }), ...(dueAt && !upToDate && { dueAt }) };
}

const atOf = (hop: Hop, { arrivals }: Pick<TrackedChange, 'arrivals'>): Date | undefined =>
  arrivals.find((one) => one.hop === hop)?.at;

const started = ({ arrivals: [first] }: TrackedChange): number => first?.at?.getTime() ?? 0;
