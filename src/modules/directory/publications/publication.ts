/** A state of the directory: everything that was committed up to this number, nothing of what came later. */
export interface Publication {
  readonly number: number;
  /** When, on the clock of the program. */
  readonly at: Date;
}
