import type { HabilitationKind } from './rules/kinds.js';
import type { HabilitationState } from './rules/period.js';

/** What somebody may do for a structure, from a day and possibly until one. */
export interface Habilitation {
  readonly id: string;
  readonly kind: HabilitationKind;
  readonly idNat: string;
  readonly name: string;
  /** Technical id of the structure. */
  readonly structureId: string;
  /** The third structure whose administrator serves this client. */
  readonly via?: string;
  readonly interim: boolean;
  /** Civil days, both included. */
  readonly from: string;
  readonly to?: string;
  readonly state: HabilitationState;
  readonly grantedAt: Date;
  readonly grantedBy: string;
  readonly withdrawnAt?: Date;
  readonly withdrawnBy?: string;
  readonly withdrawalReason?: string;
  /** Number of the form that asked for it. */
  readonly filing?: string;
}
