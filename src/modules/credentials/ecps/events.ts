import type { Event } from '../../../platform/events.js';
import type { EndReason, Platform } from './rules/life-cycle.js';

/** A person has a usable e-CPS. `rank`: how many that person has had. */
export const activated = (idNat: string, rank: number, platform: Platform): Event => ({
  type: 'credentials.ecps-activated',
  subject: idNat,
  version: rank,
  data: { platform },
});

/** The e-CPS of a person works three years more, on the same phone. */
export const renewed = (idNat: string, rank: number): Event => ({
  type: 'credentials.ecps-renewed',
  subject: idNat,
  version: rank,
});

/** The e-CPS of a person no longer works, for good. */
export const ended = (idNat: string, rank: number, reason: EndReason): Event => ({
  type: 'credentials.ecps-ended',
  subject: idNat,
  version: rank,
  data: { reason },
});

/** Three wrong personal codes. */
export const locked = (idNat: string, rank: number): Event => ({
  type: 'credentials.ecps-locked',
  subject: idNat,
  version: rank,
});

/** The person answered a request that somebody follows. Subject: its id. */
export const decided = (requestId: string): Event => ({
  type: 'credentials.request-decided',
  subject: requestId,
  version: 1,
});
