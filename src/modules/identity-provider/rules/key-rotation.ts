/** A signing key as the rhythm looks at it. */
export interface KeyTimes {
  readonly kid: string;
  readonly state: 'next' | 'active' | 'retiring';
  /** For `next`: when it is to sign. */
  readonly useFrom: Date | null;
  /** Since when it signs, or signed. */
  readonly activeAt: Date | null;
  readonly retiredAt: Date | null;
}

/** How often keys change, from a day on (YYYY-MM-DD); hours of real time. */
export interface KeyRhythm {
  readonly from: string;
  /** How long a key signs. */
  readonly signs: number;
  /** How long a key is published before it signs, so that every process and every service knows it by then. */
  readonly published: number;
  /** The same, when somebody asks for a change without waiting for its day. */
  readonly publishedAtLeast: number;
  /** How long a key still verifies after it signed last: more than a session may last, whose logout it verifies. */
  readonly verifies: number;
  readonly source: string;
}

const DAY = 24;

const RHYTHMS: readonly KeyRhythm[] = [
  {
    from: '0000-01-01',
    signs: 90 * DAY,
    published: DAY,
    publishedAtLeast: 2,
    verifies: DAY,
    source: 'Our own: the national service publishes none. OpenID Connect Core §10.1.1 asks for the overlap.',
  },
];

/** For how long a service may keep the published keys, in seconds: much less than a key is published before it signs. */
export const CERTS_MAX_AGE = 3600;

/** The rhythm in force on a day. */
export const rhythmOn = (day: string): KeyRhythm =>
  RHYTHMS.findLast(({ from }) => from <= day) ?? (RHYTHMS[0] as KeyRhythm);

export type KeyAct =
  | { readonly act: 'publish'; readonly useFrom: Date }
  | { readonly act: 'use'; readonly kid: string }
  | { readonly act: 'forget'; readonly kid: string };

const later = (a: Date, b: Date): Date => new Date(Math.max(a.getTime(), b.getTime()));
const after = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);

/** What is due at an instant: a key to publish, to use or to forget. In: every key, one active. */
export function dueActs(keys: readonly KeyTimes[], rhythm: KeyRhythm, now: Date): KeyAct[] {
  const next = keys.find(({ state }) => state === 'next');
  const active = keys.find(({ state }) => state === 'active');
  const forgotten = keys
    .filter(({ retiredAt }) => retiredAt && after(retiredAt, rhythm.verifies) <= now)
    .map(({ kid }) => ({ act: 'forget' as const, kid }));
  if (next)
    return next.useFrom && next.useFrom <= now ? [...forgotten, { act: 'use', kid: next.kid }] : forgotten;
  const day = active?.activeAt && after(active.activeAt, rhythm.signs);
  if (!day || after(day, -rhythm.published) > now) return forgotten;
  const soonest = after(now, rhythm.published);
  return [...forgotten, { act: 'publish', useFrom: later(day, soonest) }];
}

/** When the next key is to sign, when somebody asks for that now. */
export const soonestUse = (rhythm: KeyRhythm, publishedAt: Date): Date =>
  after(publishedAt, rhythm.publishedAtLeast);
