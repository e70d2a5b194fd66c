import type { Event } from '../../platform/events.js';

/** A version of a member was recorded. */
export const MEMBER_CHANGED = 'authorities.member-changed';

export interface RecordedVersion {
  readonly memberId: string;
  readonly authority: string;
  readonly version: number;
  readonly idNat: string | null;
  readonly act: string;
  /** Paths that changed, without their values: events hold nothing personal. */
  readonly fields: readonly string[];
}

/** The event of a recorded version. Its subject is the member. */
export const memberChanged = (recorded: RecordedVersion): Event => ({
  type: MEMBER_CHANGED,
  subject: recorded.memberId,
  version: recorded.version,
  origins: { [recorded.authority]: recorded.version },
  data: {
    authority: recorded.authority,
    act: recorded.act,
    fields: recorded.fields,
    ...(recorded.idNat && { idNat: recorded.idNat }),
  },
});
