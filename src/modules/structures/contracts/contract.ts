/** Why a contract no longer holds. */
export type ContractEnding = 'finess-changed' | 'siret-changed' | 'structure-closed' | 'terminated';

/** A contract between a structure and the agency. */
export interface Contract {
  /** `CA-` and eight digits. */
  readonly number: string;
  /** Technical id of the structure that signed. */
  readonly structureId: string;
  /** Numbers of the structure on the day it signed. */
  readonly finess?: string;
  readonly siret?: string;
  /** Name of the legal representative who signed. */
  readonly signatory: string;
  readonly signatoryIdNat?: string;
  /** Simulated time. */
  readonly signedAt: Date;
  readonly endedAt?: Date;
  readonly ending?: ContractEnding;
}
