import type { Event } from '../../../platform/events.js';
import type { RevocationReason } from '../ca/rules/revocation-list.js';

/** A software certificate opens nothing any more, for good. Subject: its serial; it happens once. */
export const certificateRevoked = (serial: string, structureId: string, reason: RevocationReason): Event => ({
  type: 'credentials.certificate-revoked',
  subject: serial,
  version: 1,
  data: { structureId, reason },
});
